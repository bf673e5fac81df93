'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { setPolicyField } from '@/lib/core/policy/edit'
import type { Lane } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import { BudgetFields } from './budget-fields'
import { budgetJson } from './phase-fields'
import type { PolicyText } from './use-policy-text'

/** What holds for the policy as a whole: its title, and the failure budget over all phases. */
export function PolicyFields({
  lane,
  text,
  problems,
}: {
  lane: Lane
  text: PolicyText
  problems: readonly Problem[]
}) {
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      <Field label="Title">
        <Input
          value={lane.title}
          placeholder={lane.name}
          onChange={(event) => {
            const title = event.currentTarget.value
            text.edit(
              (source) => setPolicyField(source, ['metadata', 'title'], title === '' ? undefined : title),
              'title',
            )
          }}
        />
      </Field>
      <BudgetFields
        budget={lane.budget}
        problem={problems.find(
          (problem) => problem.path[0] === 'spec' && problem.path[1] === 'failureBudget',
        )}
        onChange={(budget) =>
          text.edit(
            (source) => setPolicyField(source, ['spec', 'failureBudget'], budgetJson(budget)),
            'budget',
          )
        }
      >
        Stop the whole rollout when too many fail over all phases
      </BudgetFields>
    </div>
  )
}
