'use client'

import { BurnBar, StackedBar } from '@/components/ui/progress'
import { StateGlyph } from '@/components/ui/state-glyph'
import { formatCount, formatShare } from '@/lib/client/format'
import { phaseLook } from '@/lib/client/phase-look'
import type { PhaseDto } from '@/lib/rollouts/dto'
import type { Rights } from '../header/controls'
import { useHeader } from '../live-context'
import { barParts, doneCount, failedCount, inFlightCount, stateCounts, type Tally } from '../tally'
import { useTallies } from '../use-tallies'
import type { ViewState } from '../view-state'
import { GateChip } from './gate-chip'
import { SkipPhase } from './skip-phase'
import { StopMeter } from './stop-meter'
import { Until } from './waiting-for'

/** The phases in order, with what stands between them; a click shows the clusters of one. */
export function PhaseList({
  onShow,
  rights,
}: {
  onShow: (change: Partial<ViewState>) => void
  rights: Rights
}) {
  const rollout = useHeader()
  const { phases } = useTallies()
  return (
    <section aria-labelledby="phases">
      <h2 id="phases" className="mb-2 text-sm font-semibold">
        Phases
      </h2>
      {rollout.stop && rollout.startedAt ? (
        <p className="mb-3 text-xs text-ink-3 tabular-nums">
          Whole rollout: <StopMeter stop={rollout.stop} />
        </p>
      ) : null}
      <ol className="relative flex flex-col">
        {rollout.phases.map((phase, n) => (
          <PhaseRow
            key={phase.id}
            phase={phase}
            tally={phases[n] as Tally}
            last={n === rollout.phases.length - 1}
            onShow={onShow}
            rights={rights}
          />
        ))}
      </ol>
    </section>
  )
}

function PhaseRow({
  phase,
  tally,
  last,
  onShow,
  rights,
}: {
  phase: PhaseDto
  tally: Tally
  last: boolean
  onShow: (change: Partial<ViewState>) => void
  rights: Rights
}) {
  const before = phase.gates.filter(({ place }) => place !== 'after')
  const after = phase.gates.filter(({ place }) => place === 'after')
  const failed = failedCount(tally)
  const look = phaseLook(phase.state, stateCounts(tally))
  return (
    <li className="relative grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 pb-5">
      {last ? null : (
        <span aria-hidden="true" className="absolute top-5 bottom-0 left-[9.5px] w-px bg-line-strong" />
      )}
      <span className="relative flex h-5 items-center justify-center bg-canvas">
        <StateGlyph style={look.style} size={14} />
      </span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <button
            type="button"
            className="min-w-0 truncate text-left font-medium hover:underline"
            onClick={() => onShow({ tab: 'targets', phase: phase.id, states: [], words: '' })}
          >
            <span className="text-ink-3 tabular-nums">{phase.index + 1}</span> {phase.title}
          </button>
          <span className="text-xs text-ink-2 tabular-nums">
            {look.style.label}
            {look.detail === null ? '' : `, ${look.detail}`}
          </span>
          <span className="ml-auto text-xs text-ink-2 tabular-nums">
            {formatCount(doneCount(tally))} of {formatCount(tally.total)}{' '}
            <span className="ml-1 text-ink-3">{formatShare(doneCount(tally), tally.total)}</span>
          </span>
        </div>
        <div className="mt-1.5">
          <StackedBar parts={barParts([tally])} total={tally.total} height={8} label={phase.title} />
        </div>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3 tabular-nums">
          {inFlightCount(tally) > 0 ? (
            <span>
              {formatCount(inFlightCount(tally))} in flight
              {phase.maxInFlight === null ? '' : ` of ${formatCount(phase.maxInFlight)}`}
            </span>
          ) : null}
          {failed > 0 ? (
            <button
              type="button"
              className="font-medium text-danger hover:underline"
              onClick={() =>
                onShow({ tab: 'targets', phase: phase.id, states: ['failed', 'revert_failed'], words: '' })
              }
            >
              {formatCount(failed)} failed
            </button>
          ) : null}
          {phase.budget && phase.state !== 'pending' ? <Budget budget={phase.budget} /> : null}
          {phase.stop && phase.state !== 'pending' ? <StopMeter stop={phase.stop} /> : null}
          {phase.coverage && phase.state !== 'pending' ? <Coverage coverage={phase.coverage} /> : null}
          {phase.steps.length > 1 && phase.state === 'running' ? (
            <span>
              step {phase.step + 1} of {phase.steps.length}, up to{' '}
              {formatCount(phase.steps[phase.step] ?? phase.total)}
            </span>
          ) : null}
          {phase.state === 'soaking' && phase.soakUntil ? (
            <span>
              soaking, <Until at={phase.soakUntil} />
            </span>
          ) : null}
          {phase.pastReturn > 0 ? (
            <span title="A rollback leaves these clusters as they are">
              {formatCount(phase.pastReturn)} past the point of no return
            </span>
          ) : null}
          <SkipPhase phase={phase} tally={tally} refusal={rights.control} />
        </div>
        {[...before, ...after].length > 0 ? (
          <ul className="mt-1.5 flex flex-wrap gap-1.5">
            {[...before, ...after].map((gate) => (
              <GateChip key={gate.id} gate={gate} refusal={rights.override} />
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  )
}

function Budget({ budget }: { budget: NonNullable<PhaseDto['budget']> }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      budget {formatCount(budget.charged)}/{formatCount(budget.max)}
      <span className="w-14">
        <BurnBar charged={budget.charged} max={budget.max} label="Failure budget of the phase" />
      </span>
    </span>
  )
}

/** How much of the phase's variety has been through it: the order is diverse, so this rises fast. */
function Coverage({ coverage: { singles, pairs } }: { coverage: NonNullable<PhaseDto['coverage']> }) {
  return (
    <span title="Of provider, region, version and tier: single values, and pairs of values, of which a cluster has succeeded">
      covers {formatShare(singles.covered, singles.total)} of values,{' '}
      {formatShare(pairs.covered, pairs.total)} of pairs
    </span>
  )
}
