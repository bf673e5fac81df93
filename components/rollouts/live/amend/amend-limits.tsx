'use client'

import { useMemo } from 'react'
import type { TextHistory } from '@/components/documents/use-text-history'
import { LimitField } from '@/components/policies/fields/limit-field'
import { makeSpot } from '@/components/policies/fields/spot'
import { setPhaseIn } from '@/lib/core/policy/edit'
import { type LanePhase, readLane } from '@/lib/core/policy/lane'
import { isDone } from '@/lib/core/rollout/state'
import type { Problem } from '@/lib/core/shared/problem'
import { useHeader } from '../live-context'

/** The limits of each phase that is not over, beside the text: what one changes most often, and in a hurry. */
export function AmendLimits({ text, problems }: { text: TextHistory; problems: readonly Problem[] }) {
  const { phases } = useHeader()
  const lane = useMemo(() => readLane(text.source), [text.source])
  const over = new Set(phases.filter(isDone).map(({ id }) => id))
  const left = lane?.phases.filter(({ id }) => !over.has(id)) ?? []
  if (left.length === 0) return null
  return (
    <div className="flex max-h-60 flex-col gap-3 overflow-y-auto">
      {left.map((phase) => (
        <Limits key={phase.id} phase={phase} text={text} problems={problems} />
      ))}
    </div>
  )
}

function Limits({
  phase,
  text,
  problems,
}: {
  phase: LanePhase
  text: TextHistory
  problems: readonly Problem[]
}) {
  const { index } = phase
  const spot = makeSpot(['spec', 'phases', index], phase.written, problems, (path, value) => {
    const inside = path.slice(3)
    text.edit((source) => setPhaseIn(source, index, inside, value), `${index}.${inside.join('.')}`)
  })
  return (
    <fieldset className="grid grid-cols-2 items-start gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,1fr)_9rem_9rem]">
      <legend className="sr-only">{phase.title}</legend>
      <p aria-hidden="true" className="truncate text-sm font-medium max-sm:col-span-2 sm:pt-6">
        {phase.title}
      </p>
      <LimitField spot={spot.at('maxInFlight')} label="In flight at most" placeholder="10, 10%" />
      <LimitField
        spot={spot.at('failureBudget').at('max')}
        label="Failures tolerated"
        placeholder="none of its own"
      />
    </fieldset>
  )
}
