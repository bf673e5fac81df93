'use client'

import { useId } from 'react'
import { SelectorEditor } from '@/components/selector/selector-editor'
import type { SelectorVocabulary } from '@/components/selector/vocabulary'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { setPhaseField } from '@/lib/core/policy/edit'
import { amountOf, type LanePhase, orderOf } from '@/lib/core/policy/lane'
import type { PhaseSpec } from '@/lib/core/policy/types'
import type { Json } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'
import { AmountField, problemWords } from './amount-field'
import { ApprovalFields } from './approval-fields'
import { BudgetFields } from './budget-fields'
import type { PhaseFacts } from './lane-facts'
import { budgetJson, setApproval } from './phase-fields'
import { problemOf } from './problems'
import type { PolicyText } from './use-policy-text'

/** The fields of one phase, edited in place; each change goes into the text at once. */
export function PhaseForm({
  phase,
  facts,
  problems,
  text,
  vocabulary,
}: {
  phase: LanePhase
  facts: PhaseFacts | undefined
  problems: readonly Problem[]
  text: PolicyText
  vocabulary: SelectorVocabulary
}) {
  const fieldsId = useId()
  const set = (field: keyof PhaseSpec, value: Json | undefined) =>
    text.edit((source) => setPhaseField(source, phase.index, field, value), `${phase.index}.${field}`)
  const problem = (field: string) => problemOf(problems, phase.index, field)
  const words = (field: string) => {
    const found = problem(field)
    return found ? problemWords(found) : null
  }
  const typed = (field: keyof PhaseSpec) => (value: string) =>
    set(field, value.trim() === '' ? undefined : value)
  return (
    <div className="flex flex-col gap-4 border-t border-line px-4 py-4">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-[1fr_10rem]">
        <Field label="Title" error={words('title')}>
          <Input
            size="sm"
            value={phase.title === phase.id ? '' : phase.title}
            placeholder={phase.id}
            onChange={(event) => typed('title')(event.currentTarget.value)}
          />
        </Field>
        <Field label="Id" error={words('id')}>
          <Input
            mono
            size="sm"
            value={phase.id}
            onChange={(event) => typed('id')(event.currentTarget.value)}
          />
        </Field>
      </div>

      <SelectorEditor
        label="Which clusters"
        value={phase.select}
        vocabulary={vocabulary}
        onChange={(select) => set('select', select)}
      />

      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <AmountField
          label="Take"
          value={phase.take}
          placeholder="all"
          resolved={facts?.resolved.take}
          hint="a number or a share"
          problem={problem('take')}
          onChange={(value) => set('take', amountOf(value))}
        />
        <Field label="Sample by" hint="every value is in the sample" error={words('takeBy')}>
          <Input
            mono
            size="sm"
            list={fieldsId}
            value={phase.takeBy.join(', ')}
            onChange={(event) => set('takeBy', orderOf(event.currentTarget.value))}
          />
        </Field>
        <AmountField
          label="In flight at most"
          value={phase.maxInFlight}
          resolved={facts?.resolved.maxInFlight}
          hint="at the same time"
          problem={problem('maxInFlight')}
          onChange={(value) => set('maxInFlight', amountOf(value))}
        />
        <AmountField
          label="Soak afterwards"
          value={phase.soak}
          placeholder="none"
          hint="30m, 2h, 1d"
          problem={problem('soak')}
          onChange={typed('soak')}
        />
        <div className="col-span-2">
          <Field label="Order" hint="fields, -weight for heaviest first, or random" error={words('order')}>
            <Input
              mono
              size="sm"
              list={fieldsId}
              value={phase.order}
              placeholder="name"
              onChange={(event) => set('order', orderOf(event.currentTarget.value))}
            />
          </Field>
        </div>
        <datalist id={fieldsId}>
          {['region', 'name', '-weight', 'tier', 'version', 'environment', 'random'].map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      </div>

      <ApprovalFields
        approval={phase.approval}
        problem={problem('before')}
        onChange={(approval) =>
          text.edit((source) => setApproval(source, phase, approval), `${phase.index}.approval`)
        }
      />
      <BudgetFields
        budget={phase.budget}
        resolved={facts?.resolved.budget}
        problem={problem('failureBudget')}
        onChange={(budget) => set('failureBudget', budgetJson(budget))}
      >
        Stop this phase when too many fail
      </BudgetFields>
    </div>
  )
}
