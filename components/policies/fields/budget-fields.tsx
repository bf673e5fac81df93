'use client'

import { Ban } from 'lucide-react'
import { budgetWords } from '@/lib/core/policy/words'
import { member } from '@/lib/core/policy/written'
import { ChoiceField } from './choice-field'
import { FlagField } from './flag-field'
import { LimitField } from './limit-field'
import { Part } from './part'
import type { Spot } from './spot'

const consequences = [
  { value: 'pause', label: 'pauses' },
  { value: 'abort', label: 'aborts' },
  { value: 'rollback', label: 'rolls back' },
] as const

/** How many failures are tolerated, and what one more does. */
export function BudgetFields({
  spot,
  title,
  resolved,
  tolerated,
}: {
  spot: Spot
  title: string
  /** `5% of 31 = 1` */
  resolved?: string | undefined
  /** What the amount comes to now; undefined where it is not known. */
  tolerated?: number | undefined
}) {
  const max = member(spot.value, 'max')
  const words = budgetWords(tolerated ?? max, member(spot.value, 'onExhausted'))
  return (
    <Part
      icon={<Ban size={14} />}
      title={title}
      detail={words}
      spot={spot}
      onRemove={() => spot.set(undefined)}
    >
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        <LimitField
          spot={spot.at('max')}
          label="Failures tolerated"
          resolved={resolved}
          hint="a number, a share, or both"
        />
        <ChoiceField
          spot={spot.at('onExhausted')}
          label="One more failure"
          options={consequences}
          fallback="pause"
        />
      </div>
      <FlagField spot={spot.at('strict')}>Strict: never more in flight than may still fail</FlagField>
    </Part>
  )
}

/** What a budget begins with: the first failure pauses. */
export const newBudget = { max: 0, onExhausted: 'pause' } as const
