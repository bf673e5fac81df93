import { Card } from '@/components/ui/card'
import { Count } from '@/components/ui/count'
import { BurnBar } from '@/components/ui/progress'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Elapsed, Time } from '@/components/ui/time'
import type { EvidenceDto } from '@/lib/approvals/dto'
import { formatCount, formatNoun, formatShare } from '@/lib/client/format'
import { phaseLook } from '@/lib/client/phase-look'
import { CheckProof } from './check-proof'

/** What has happened in this rollout so far: totals, budgets, each phase, checks, the most frequent failures. */
export function Evidence({ evidence }: { evidence: EvidenceDto }) {
  const { succeeded, failed, skipped, inFlight, total, budget, since } = evidence
  return (
    <Card title="What has happened so far">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure name="Done" value={succeeded} of={total} />
        <Figure name="Failed" value={failed} of={succeeded + failed} danger={failed > 0} />
        <Figure name="Skipped" value={skipped} of={total} />
        <Figure name="In flight" value={inFlight} />
      </dl>
      {budget ? (
        <div className="mt-3 flex items-center gap-3">
          <span className="shrink-0 text-xs text-ink-2 tabular-nums">
            {formatCount(budget.charged)} of {formatNoun(budget.max, 'tolerated failure')} spent
          </span>
          <BurnBar {...budget} label="Failure budget of the rollout" />
        </div>
      ) : null}
      {since ? (
        <p className="mt-3 text-sm text-pretty text-ink-2">
          Since {since.phase} was approved, <Time at={since.at} />:{' '}
          {formatNoun(since.succeeded, 'success', 'successes')}, {formatNoun(since.failed, 'failure')}.
        </p>
      ) : null}
      <ol className="mt-4 divide-y divide-line border-t border-line">
        {evidence.phases.map((phase, index) => (
          <PhaseEvidence key={phase.title} phase={phase} index={index} />
        ))}
      </ol>
      <CheckProof checks={evidence.checks} />
      {evidence.failures.length > 0 ? (
        <div className="mt-3">
          <h3 className="text-xs font-medium text-ink-3">Most frequent failures</h3>
          <ul className="mt-1 flex flex-col gap-1">
            {evidence.failures.map((failure) => (
              <li key={failure.message} className="flex gap-2 text-sm">
                <span className="shrink-0 font-medium text-danger tabular-nums">
                  {formatCount(failure.count)}×
                </span>
                <span className="min-w-0 break-words">
                  {failure.message} <span className="text-ink-3">in {failure.phase}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="mt-3 text-xs text-ink-3">
          {succeeded > 0
            ? `No failure among ${formatNoun(succeeded, 'cluster')}.`
            : inFlight > 0
              ? 'Nothing is done yet, and nothing has failed.'
              : 'Nothing has been touched yet.'}
        </p>
      )}
    </Card>
  )
}

function Figure({
  name,
  value,
  of,
  danger = false,
}: {
  name: string
  value: number
  of?: number
  danger?: boolean
}) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className={danger ? 'text-lg font-semibold text-danger' : 'text-lg font-semibold'}>
        {of === undefined || value === 0 ? <Count value={value} /> : <Count value={value} of={of} />}
      </dd>
    </div>
  )
}

function PhaseEvidence({ phase, index }: { phase: EvidenceDto['phases'][number]; index: number }) {
  const { failed, revertFailed } = phase
  const look = phaseLook(phase.state, {
    ...phase,
    failed: failed - revertFailed,
    revert_failed: revertFailed,
  })
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-2">
      <StateGlyph style={look.style} />
      <span className="min-w-0 flex-1 truncate max-sm:basis-[80%]">
        <span className="text-ink-3">{index + 1}</span> {phase.title}{' '}
        <span className="text-xs text-ink-3">
          {look.style.label.toLowerCase()}
          {look.detail === null ? '' : `, ${look.detail}`}
          {phase.soakUntil ? <Soaked until={phase.soakUntil} ended={phase.finishedAt !== null} /> : null}
        </span>
      </span>
      <span className="text-xs text-ink-2 tabular-nums max-sm:pl-6">
        {formatCount(phase.succeeded)} of {formatCount(phase.total)}
        {failed > 0 ? (
          <span className="text-danger">
            , {formatCount(failed)} failed ({formatShare(failed, phase.total)})
          </span>
        ) : null}
        {phase.budget
          ? `, budget ${formatCount(phase.budget.charged)} of ${formatCount(phase.budget.max)}`
          : ''}
      </span>
      {phase.startedAt ? (
        <span className="ml-auto w-20 text-right text-xs text-ink-3">
          <Elapsed from={phase.startedAt} to={phase.finishedAt} />
        </span>
      ) : null}
    </li>
  )
}

function Soaked({ until, ended }: { until: string; ended: boolean }) {
  return (
    <>
      , {ended ? 'soaked until' : 'soaks until'} <Time at={until} format="absolute" seconds={false} />
    </>
  )
}
