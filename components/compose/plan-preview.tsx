'use client'

import { Callout } from '@/components/ui/callout'
import { Count } from '@/components/ui/count'
import { formatCount } from '@/lib/client/format'
import { wayBackWords } from '@/lib/client/way-back-words'
import type { PlanDto, PlanNoteDto } from '@/lib/plans/dto'
import { PlanExclusions } from './plan-exclusions'
import { PlanPhaseCard } from './plan-phase-card'

/** What a launch would do: per phase which clusters and in which order, what is left out and why. */
export function PlanPreview({ plan }: { plan: PlanDto }) {
  const { counts } = plan
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-2">
        <span className="text-lg font-semibold text-ink">
          <Count value={counts.planned} />
        </span>{' '}
        of {formatCount(counts.selected)} selected clusters in{' '}
        {plan.phases.length === 1 ? 'one phase' : `${plan.phases.length} phases`}
        {counts.excluded > 0 ? `, ${formatCount(counts.excluded)} left out` : ''}. Nothing has been changed
        yet.
      </p>
      <Notes tone="danger" title="This cannot be launched" notes={plan.blockers} />
      <Notes tone="warning" title="Worth a look" notes={plan.warnings} />
      <ol className="flex flex-col gap-2" aria-label="Phases of the plan">
        {plan.phases.map((phase, index) => (
          <PlanPhaseCard key={phase.id} phase={phase} number={index + 1} planned={counts.planned} />
        ))}
      </ol>
      <PlanExclusions excluded={plan.excluded} />
      <p className="text-sm text-ink-2">
        <span className="font-medium text-ink">Way back:</span> {wayBackWords(plan.wayBack)}
      </p>
      <p className="text-xs text-ink-3">
        Plan <code className="ident">{plan.hash.slice(0, 12)}</code>: approvals are bound to it, and the
        launch is refused if the fleet changes the plan before you press Launch.
      </p>
    </div>
  )
}

function Notes({
  tone,
  title,
  notes,
}: {
  tone: 'warning' | 'danger'
  title: string
  notes: readonly PlanNoteDto[]
}) {
  if (notes.length === 0) return null
  return (
    <Callout tone={tone} title={title}>
      <ul className="flex flex-col gap-0.5">
        {notes.map((note) => (
          <li key={`${note.code}:${note.phase}:${note.message}`}>{note.message}</li>
        ))}
      </ul>
    </Callout>
  )
}
