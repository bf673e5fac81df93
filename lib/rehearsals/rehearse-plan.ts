import { setImmediate as letOthers } from 'node:timers/promises'
import type pg from 'pg'
import { believe } from '@/lib/core/rehearse/beliefs'
import { rehearsalLimits, rehearse } from '@/lib/core/rehearse/rehearse'
import { preparePlan } from '@/lib/plans/prepare-plan'
import { AppError } from '@/lib/server/errors'
import { poolSql } from '@/lib/server/sql'
import type { RehearsalDto } from './dto'
import { baselinesFrom } from './fix-baselines'
import { loadHistory, loadPlannedFreezes } from './load'
import { rehearsalDto } from './rehearsal-dto'
import type { RehearsalOutput } from './schemas'

/** How long a rehearsal keeps the processor before everybody else of this process gets a turn. */
const sliceMs = 10

/**
 * Rehearses what a launch with the same input would do: plans over the fleet as it is, believes what earlier
 * rollouts of the operation have shown, and plays the plan through the real engine. Reads only.
 *
 * It shares the web server's one thread with every other request: it gives way every few milliseconds, ends with the
 * request, and its work is bounded by what `rehearsalLimits` allows.
 *
 * @throws AppError what `preparePlan` throws; `too_large` for plans of more targets than can be rehearsed
 */
export async function rehearsePlan(
  { pool, now }: { pool: pg.Pool; now(): Date },
  { seed, runs, assume, ...input }: RehearsalOutput,
  signal: AbortSignal,
): Promise<RehearsalDto> {
  const sql = poolSql(pool)
  const at = now()
  const prepared = await preparePlan(sql, input, at)
  const { planned } = prepared.plan.counts
  if (planned > rehearsalLimits.targets) {
    throw new AppError(
      'too_large',
      `A rehearsal takes at most ${rehearsalLimits.targets} clusters; this plan has ${planned}.`,
    )
  }
  const history = await loadHistory(sql, prepared.operation.revisionId)
  const steps = rehearse({
    plan: baselinesFrom(prepared, history).plan,
    fleet: prepared.fleet,
    beliefs: believe(history, {
      seconds: assume.seconds,
      failureRate: assume.failureRate,
      approvalDelayMs: assume.approvalDelay,
    }),
    freezes: await loadPlannedFreezes(sql, at),
    startsAt: at.getTime(),
    seed,
    runs: runs ?? null,
  })
  return rehearsalDto(prepared, await inSlices(steps, signal))
}

/** Runs a generator to its end, a slice at a time; stops when nobody waits for the answer any more. */
async function inSlices<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const until = performance.now() + sliceMs
    do {
      const step = steps.next()
      if (step.done) return step.value
    } while (performance.now() < until)
    await letOthers()
    if (signal.aborted) throw new AppError('unavailable', 'Whoever asked for this rehearsal has gone.')
  }
}
