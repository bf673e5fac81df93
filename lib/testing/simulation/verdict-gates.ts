import { windowAt } from '@/lib/core/shared/weekly-window'
import type { Plant, Watched } from './plant'
import { eraAt, type Stored } from './store'
import type { Say } from './verdict'
import { eventsOf } from './witness'

/**
 * How long a guard may fail to stop anything, beyond its own patience: two take-overs and slow looks; and how much
 * longer where nothing was written of it, as by workers that freeze and writes that fail.
 */
const slackMs = 40_000
const unwrittenMs = 12_000

/** A check gate opens only by looks that have passed for as long as it asks; a guard that fails stops the rollout. */
export function looksAreHeeded(stored: Stored, plant: Plant, id: number, say: Say): void {
  const mine = plant.watched.filter(({ rollout }) => rollout === id)
  for (const { gate, at } of eventsOf(stored, 'gate.opened')) {
    if (gate?.spec.type !== 'check') continue
    const { forMs } = gate.spec
    const requestedAt = gate.requestedAt ?? Number.POSITIVE_INFINITY
    const passed = mine.some(
      (look) =>
        look.key.startsWith(`gate:${gate.id}:`) &&
        look.round === gate.round &&
        look.kind === 'pass' &&
        look.at >= requestedAt &&
        look.toldAt <= at &&
        look.at <= at - forMs,
    )
    if (!passed) say(`at ${at} ${gate.id} opened on no look that had passed for ${forMs} ms (9)`)
  }
  for (const { index, spec, planHash } of guardsOf(stored)) {
    const looks = mine.filter(({ key, heard }) => heard && key === `guard:${index}:${planHash.slice(0, 12)}`)
    for (const run of badRuns(looks)) {
      const since = run[0]?.at ?? 0
      const until = run.at(-1)?.at ?? 0
      const written = eventsOf(stored, 'guard.observed').find(({ at }) => at >= since && at <= until)
      const from = written?.at ?? since + unwrittenMs
      if (until - from < spec.failAfterMs + slackMs) continue
      const stopped = stored.log.some(
        ({ type, at }) => /^rollout\.(?!amend)/.test(type) && at >= since && at <= until,
      )
      if (!stopped) say(`the guard ${spec.name} failed from ${since} to ${until}, and nothing stopped (9)`)
    }
  }
}

/** The guards under each plan that was carried out, once. */
function guardsOf({ eras }: Stored) {
  const plans = new Map(eras.map((era) => [era.planHash, era]))
  return [...plans.values()].flatMap(({ guards, planHash }) =>
    guards.map((guard) => ({ ...guard, planHash })),
  )
}

/** Splits looks into runs without one that has passed. */
function badRuns(looks: readonly Watched[]): Watched[][] {
  const runs: Watched[][] = [[]]
  for (const look of looks) {
    if (look.kind === 'pass') runs.push([])
    else runs.at(-1)?.push(look)
  }
  return runs
}

/** Nothing begins while a window of its phase is closed, unless somebody has overridden it. */
export function windowsHold(stored: Stored, say: Say): void {
  for (const { target, at, seq } of eventsOf(stored, 'target.started')) {
    for (const { id, spec, phase } of eraAt(stored, seq).gates) {
      if (spec.type !== 'window' || phase !== target?.phase) continue
      const last = eventsOf(stored, 'gate.overridden', 'gate.reset').findLast(
        (one) => one.gate?.id === id && one.seq < seq,
      )
      if (last?.type !== 'gate.overridden' && !windowAt(spec, at).open)
        say(`at ${at} ${target?.cluster} started while ${id} was closed (7)`)
    }
  }
}
