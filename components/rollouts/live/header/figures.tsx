'use client'

import type { ReactNode } from 'react'
import { BurnBar, StackedBar } from '@/components/ui/progress'
import { ZoneChip } from '@/components/ui/time'
import { formatCount, formatDuration, formatShare } from '@/lib/client/format'
import { usePreferences } from '@/lib/client/preferences'
import { zoneLabel } from '@/lib/client/zone'
import { isFinished } from '@/lib/core/rollout/states'
import { formatMinute, formatMinutes } from '../format-minutes'
import { useHeader, useLiveNow } from '../live-context'
import { barParts, countState, doneCount, failedCount, inFlightCount, touchedCount } from '../tally'
import { useEta } from '../use-eta'
import { useTallies } from '../use-tallies'

/** The numbers one looks for first, and the bar of all targets. */
export function Figures() {
  const rollout = useHeader()
  const { phases, all } = useTallies()
  const limit = rollout.phases
    .filter(({ state }) => state === 'running')
    .reduce((sum, { maxInFlight }) => sum + (maxInFlight ?? 0), 0)
  return (
    <>
      <dl className="mt-4 grid grid-cols-2 gap-x-8 gap-y-4 md:grid-cols-[repeat(5,auto)] md:justify-start">
        <Done />
        <Figure
          name="In flight"
          value={formatCount(inFlightCount(all))}
          rest={limit > 0 ? `of ${formatCount(limit)} at once` : null}
        />
        <Failures failed={failedCount(all)} />
        <Elapsed />
        <End />
      </dl>
      <div className="mt-4">
        <StackedBar parts={barParts(phases)} total={all.total} height={10} label="All clusters" />
      </div>
    </>
  )
}

/** What is at rest; of a rollback, what is back where it was. */
function Done() {
  const { state } = useHeader()
  const { all } = useTallies()
  const back = state === 'rolling_back' || state === 'rolled_back'
  const [done, whole] = back ? [countState(all, 'reverted'), touchedCount(all)] : [doneCount(all), all.total]
  return (
    <Figure
      name={back ? 'Rolled back' : 'Done'}
      value={formatCount(done)}
      rest={`of ${formatCount(whole)}, ${formatShare(done, whole)}`}
    />
  )
}

function Figure({
  name,
  value,
  rest,
  children,
}: {
  name: ReactNode
  value: ReactNode
  rest?: ReactNode
  children?: ReactNode
}) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="mt-0.5 flex items-baseline gap-1.5">
        <span className="text-xl font-semibold tracking-tight tabular-nums">{value}</span>{' '}
        {rest ? <span className="text-xs text-ink-3 tabular-nums">{rest}</span> : null}
      </dd>
      {children}
    </div>
  )
}

/** Failures against what is tolerated: of the rollout, or of the phase that has spent most of its own. */
function Failures({ failed }: { failed: number }) {
  const budget = worstBudget(useHeader())
  return (
    <Figure
      name="Failed"
      value={<span className={failed > 0 ? 'text-danger' : undefined}>{formatCount(failed)}</span>}
      rest={
        budget ? `${formatCount(budget.max)} tolerated${budget.of ? ` in ${budget.of}` : ''}` : 'no budget'
      }
    >
      {budget ? (
        <dd className="mt-1.5 w-36 max-w-full">
          <BurnBar charged={budget.charged} max={budget.max} label="Failure budget" />
        </dd>
      ) : null}
    </Figure>
  )
}

function worstBudget(rollout: ReturnType<typeof useHeader>) {
  if (rollout.budget) return { ...rollout.budget, of: null }
  const own = rollout.phases.flatMap(({ budget, title, state }) =>
    budget && state !== 'pending' && state !== 'skipped' ? [{ ...budget, of: title }] : [],
  )
  const burnt = ({ charged, max }: { charged: number; max: number }) => charged / (max + 1)
  return own.sort((a, b) => burnt(b) - burnt(a))[0] ?? null
}

function Elapsed() {
  const rollout = useHeader()
  const now = useLiveNow()
  if (!rollout.startedAt) return <Figure name="Elapsed" value="–" />
  const end = rollout.finishedAt ? Date.parse(rollout.finishedAt) : now
  return (
    <Figure
      name="Elapsed"
      value={<span suppressHydrationWarning>{formatDuration(end - Date.parse(rollout.startedAt))}</span>}
    />
  )
}

/** When it may be done, at the present pace; or when it was. */
function End() {
  const rollout = useHeader()
  const { all } = useTallies()
  const { activeZone } = usePreferences()
  const now = useLiveNow(60_000)
  const eta = useEta(countState(all, 'pending'), inFlightCount(all))
  if (rollout.finishedAt && isFinished(rollout.state)) {
    const at = new Date(rollout.finishedAt)
    return (
      <Figure
        name="Finished"
        value={<span suppressHydrationWarning>{formatMinute(at, activeZone, new Date(now))}</span>}
        rest={<ZoneChip zone={zoneLabel(activeZone, at)} />}
      />
    )
  }
  if (!eta || rollout.state !== 'running') return <Figure name="Estimated end" value="–" />
  return (
    <Figure
      name={<span title="Without the gates and soaks that are still to come">Estimated end</span>}
      value={formatMinutes(new Date(eta.from), new Date(eta.to), activeZone, new Date(now))}
      rest={<ZoneChip zone={zoneLabel(activeZone, new Date(eta.to))} />}
    />
  )
}
