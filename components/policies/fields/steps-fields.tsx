'use client'

import { Footprints, Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { stepWords } from '@/lib/core/policy/words'
import { amountOf, itemsIn, objectIn, withMember } from '@/lib/core/policy/written'
import { isObject, type Json } from '@/lib/core/shared/json'
import { ApprovalFields } from './approval-fields'
import { AddRow, Part } from './part'
import type { Spot } from './spot'
import { TextField } from './text-field'

/** The ramp inside a phase: up to how many at each step, and what each step waits for before the next. */
export function StepsFields({ spot, resolved }: { spot: Spot; resolved: readonly string[] }) {
  const steps = itemsIn(spot.value)
  if (steps.length === 0) {
    return (
      <AddRow
        choices={[
          {
            label: 'Steps: 1 → 10% → 50% → 100%',
            icon: <Footprints size={14} />,
            add: () => spot.set([1, '10%', '50%', '100%']),
          },
        ]}
      />
    )
  }
  return (
    <Part
      icon={<Footprints size={14} />}
      title="Steps"
      detail={steps.map(stepWords).join(' → ')}
      spot={spot}
      onRemove={() => spot.set(undefined)}
    >
      <ol className="flex flex-col gap-2" aria-label="Steps">
        {steps.map((step, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place.
          <li key={k}>
            <StepFields step={step} spot={spot.at(k)} number={k + 1} resolved={resolved[k]} />
          </li>
        ))}
      </ol>
      <div className="-ml-2">
        <Button size="sm" variant="ghost" onClick={() => spot.at(steps.length).set('100%')}>
          <Plus size={14} aria-hidden="true" /> Step
        </Button>
      </div>
    </Part>
  )
}

function StepFields({
  step,
  spot,
  number,
  resolved,
}: {
  step: Json
  spot: Spot
  number: number
  resolved: string | undefined
}) {
  const whole = isObject(step)
  const soak = whole ? step.soak : undefined
  const approval = whole ? step.approval : undefined
  /** A step with nothing but its amount is written as the amount alone. */
  const change = (key: 'to' | 'soak' | 'approval', value: Json | undefined) => {
    const next = withMember(whole ? objectIn(step) : { to: step }, key, value)
    const alone = Object.keys(next).every((name) => name === 'to')
    spot.set(alone ? (next.to ?? '') : next)
  }
  const to: Spot = whole ? spot.at('to') : spot
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-[1.25rem_minmax(0,1fr)_minmax(0,1fr)_auto_1.75rem] items-start gap-2">
        <span className="mt-6 text-xs text-ink-3 tabular-nums">{number}</span>
        <TextField
          spot={{ ...to, set: (value) => change('to', value ?? '') }}
          label="Up to"
          hint={resolved}
          read={amountOf}
        />
        <TextField
          spot={{
            ...spot.at('soak'),
            text: typeof soak === 'string' ? soak : '',
            set: (value) => change('soak', value),
          }}
          label="Then soak"
          placeholder="none"
        />
        <div className="mt-6">
          <Checkbox
            checked={approval !== undefined}
            onChange={(on) => change('approval', on ? { role: 'approver' } : undefined)}
          >
            approval
          </Checkbox>
        </div>
        <span className="mt-4">
          <IconButton label={`Remove step ${number}`} size="sm" onClick={() => spot.set(undefined)}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      {approval === undefined ? null : (
        <div className="ml-7 flex flex-col gap-2">
          <ApprovalFields spot={spot.at('approval')} ofStep />
        </div>
      )}
    </div>
  )
}
