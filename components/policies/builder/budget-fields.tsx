'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { LaneBudget } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import { AmountField } from './amount-field'

const consequences = [
  { value: 'pause', label: 'pause' },
  { value: 'abort', label: 'abort' },
] as const

/** How many failures are tolerated, and what the next one does. */
export function BudgetFields({
  budget,
  onChange,
  resolved,
  problem,
  children,
}: {
  budget: LaneBudget | null
  /** Null takes the budget away. */
  onChange: (budget: LaneBudget | null) => void
  resolved?: string
  problem?: Problem
  /** The words of the checkbox. */
  children: string
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <Checkbox
        checked={budget !== null}
        onChange={(on) => onChange(on ? { max: '0', onExhausted: 'pause', strict: false } : null)}
      >
        {children}
      </Checkbox>
      {budget ? (
        <div className="ml-6 flex flex-col gap-2">
          <div className="grid grid-cols-2 gap-2">
            <AmountField
              label="Failures tolerated"
              value={budget.max}
              onChange={(max) => onChange({ ...budget, max })}
              resolved={resolved}
              hint={budgetWords(budget)}
              problem={problem}
            />
            <Field label="One more and it will">
              <Select
                size="sm"
                options={consequences}
                value={budget.onExhausted as 'pause' | 'abort'}
                onChange={(onExhausted) => onChange({ ...budget, onExhausted })}
              />
            </Field>
          </div>
          <Checkbox checked={budget.strict} onChange={(strict) => onChange({ ...budget, strict })}>
            Strict: never more in flight than may still fail
          </Checkbox>
        </div>
      ) : null}
    </fieldset>
  )
}

/** Says a budget as people count: `the 3rd failure trips it`. */
function budgetWords(budget: LaneBudget): string | undefined {
  if (!/^\d+$/.test(budget.max)) return undefined
  const next = Number(budget.max) + 1
  return next === 1 ? 'the first failure trips it' : `the ${ordinal(next)} failure trips it`
}

const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinal = (n: number): string => `${n}${suffixes[ordinalRules.select(n)] ?? 'th'}`
