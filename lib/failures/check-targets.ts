import type pg from 'pg'
import { readSelector } from '@/lib/clusters/read-selector'
import { command } from '@/lib/core/rollout/command'
import { commandState } from '@/lib/core/rollout/load'
import type { Target } from '@/lib/core/rollout/model'
import { isRetryable } from '@/lib/core/rollout/retry-skip'
import type { TargetState } from '@/lib/core/rollout/states'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { groupBy } from '@/lib/core/shared/group-by'
import { loadRollout } from '@/lib/rollouts/load'
import { rolloutIdOf } from '@/lib/rollouts/rollout-id'
import { AppError } from '@/lib/server/errors'
import { transaction } from '@/lib/server/sql'
import { checkAcknowledgement } from './check-acknowledgement'
import { type CheckVerb, samplesMax, type TargetsCheckDto } from './dto'

export interface CheckInput {
  readonly rollout: string
  readonly verb: CheckVerb
  readonly clusters?: readonly string[] | undefined
  readonly select?: string | undefined
}

/**
 * Says what a retry, a skip or an acknowledgement would take and what it would leave, and why, by the engine's own
 * decision and without doing anything. Targets of a selector are eligible as the call itself picks them.
 */
export function checkTargets(
  { pool, now }: { pool: pg.Pool; now(): Date },
  input: CheckInput,
): Promise<TargetsCheckDto> {
  if ((input.clusters === undefined) === (input.select === undefined))
    throw new AppError('invalid', 'Give either clusters or select.')
  return transaction(
    pool,
    async (tx) => {
      const loaded = await loadRollout(tx, rolloutIdOf(input.rollout), {
        lock: false,
        targets: input.clusters ? { where: 't.cluster = ANY($2::text[])', values: [input.clusters] } : 'all',
      })
      const chosen = chosenOf(loaded.targets, input)
      const unknown = unknownOf(loaded.targets, input.clusters ?? [])
      if (input.verb === 'acknowledge') return { ...(await checkAcknowledgement(tx, chosen)), unknown }
      const { verb } = input
      const fits = eligibility(input)
      const eligible = chosen.filter(fits)
      const others = chosen.filter((target) => !fits(target))
      const asked =
        verb === 'retry'
          ? ({ type: 'retry', userId: null } as const)
          : ({ type: 'skip', reason: 'dry run' } as const)
      // The core changes the objects that it is given; these are thrown away.
      const decided = command(commandState({ ...loaded, targets: eligible }), asked, now().getTime())
      return {
        verb,
        eligible: eligible.map(({ cluster }) => cluster),
        refusal: decided.ok ? null : decided.error.message,
        others: [...groupBy(others, ({ state }) => state)].map(([state, targets]) => ({
          state,
          why: reasons[verb][state] ?? 'is not of the kind that a selector picks',
          count: targets.length,
          clusters: targets.slice(0, samplesMax).map(({ cluster }) => cluster),
        })),
        unknown,
      }
    },
    { readOnly: true },
  )
}

function chosenOf(targets: readonly Target[], { select }: CheckInput): readonly Target[] {
  if (select === undefined) return targets
  const matches = compileSelector(readSelector(select, 'select'))
  return targets.filter(({ cluster, facts }) =>
    matches({ ...facts, name: cluster, connection: {}, nodes: null }),
  )
}

function eligibility({ verb, select }: CheckInput): (target: Target) => boolean {
  if (verb === 'skip') return ({ state }) => state === 'pending'
  return select === undefined ? isRetryable : ({ state }) => state === 'failed'
}

const inFlight = 'is in flight'
const reasons: Record<'retry' | 'skip', Partial<Record<TargetState, string>>> = {
  retry: {
    pending: 'has not been tried yet',
    applying: inFlight,
    verifying: inFlight,
    reverting: inFlight,
    succeeded: 'has succeeded',
    reverted: 'was rolled back',
    revert_failed: 'failed while it was rolled back',
  },
  skip: {
    applying: inFlight,
    verifying: inFlight,
    reverting: inFlight,
    succeeded: 'has succeeded',
    failed: 'has failed; only what has not started can be skipped',
    skipped: 'is skipped already',
    cancelled: 'was cancelled',
    reverted: 'was rolled back',
    revert_failed: 'failed while it was rolled back',
  },
}

function unknownOf(targets: readonly Target[], names: readonly string[]): string[] {
  const there = new Set(targets.map(({ cluster }) => cluster))
  return names.filter((name) => !there.has(name)).slice(0, samplesMax)
}
