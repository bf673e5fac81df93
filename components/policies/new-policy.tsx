'use client'

import { useState } from 'react'
import { ChoiceList } from '@/components/compose/choice-list'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { PageHeader } from '@/components/ui/page-header'
import { setPolicyField } from '@/lib/core/policy/edit'
import { policyTemplates } from '@/lib/core/policy/templates'
import { documentNameProblem } from '@/lib/core/shared/names'
import { PolicyBuilder } from './builder/policy-builder'

/** Asks for a name and something to begin with, and opens the builder on it; nothing is stored before. */
export function NewPolicy({
  taken,
  publishRefusal,
}: {
  /** Names of the policies there are. */
  taken: readonly string[]
  publishRefusal: string | null
}) {
  const [name, setName] = useState('')
  const [templateId, setTemplateId] = useState(policyTemplates[0]?.id ?? '')
  const [begun, setBegun] = useState(false)
  const template = policyTemplates.find((one) => one.id === templateId)
  const problem = name === '' ? null : nameProblem(name, taken)
  if (begun && template) {
    return (
      <PolicyBuilder
        name={name}
        initial={setPolicyField(template.source, ['metadata', 'name'], name)}
        draft={null}
        published={null}
        publishRefusal={publishRefusal}
      />
    )
  }
  return (
    <form
      className="flex max-w-3xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        if (name !== '' && problem === null) setBegun(true)
      }}
    >
      <PageHeader
        title="New policy"
        meta="In which phases, and under which rules, an operation spreads over clusters."
      />
      <Field
        label="Name"
        required
        error={problem}
        hint="Lower-case letters, digits and dashes; rollouts and the API refer to it"
      >
        <Input mono autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <div className="flex flex-col gap-2">
        <p className="text-xs font-medium text-ink-2">Begin with</p>
        <ChoiceList
          name="template"
          label="Begin with"
          choices={policyTemplates.map(({ id, title, description }) => ({
            value: id,
            title,
            detail: description,
          }))}
          value={templateId}
          onChange={setTemplateId}
        />
      </div>
      <div>
        <Button
          type="submit"
          variant="primary"
          disabledReason={name === '' ? 'Give it a name first.' : problem}
        >
          Compose
        </Button>
      </div>
    </form>
  )
}

function nameProblem(name: string, taken: readonly string[]): string | null {
  if (taken.includes(name)) return 'There is a policy of this name already; open it to change it.'
  if (name === 'new') return 'This name is the address of this page; choose another.'
  return documentNameProblem(name) ?? null
}
