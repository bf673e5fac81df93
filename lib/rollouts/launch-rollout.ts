import { hashJson } from '@/lib/core/shared/hash'
import { type PreparedPlan, preparePlan } from '@/lib/plans/prepare-plan'
import { fixBaselines } from '@/lib/rehearsals/fix-baselines'
import { AppError } from '@/lib/server/errors'
import { type MutationContext, mutation } from '@/lib/server/mutation'
import type { Sql } from '@/lib/server/sql'
import { runCommand } from './command'
import { type LaunchOutput, launchInput } from './schemas'
import { storePlan } from './store-plan'

/** What a launch answers. */
export interface LaunchDto {
  id: string
  title: string
  planHash: string
  /** True when the idempotency key had launched this rollout before; then nothing was done now. */
  repeated: boolean
}

/**
 * Launches a plan made now over the fleet as it is, and starts it: now, by itself at `startAt`, or not yet if `start`
 * is false. With a `planHash`
 * it launches that plan or none; with an idempotency key, twice the same call launches once.
 *
 * @throws AppError `stale` when the plan is another than the one that was looked at; `conflict` when the plan
 *   cannot be launched, or the key was used for another launch.
 */
export const launchRollout = mutation({
  name: 'rollout.launch',
  permission: 'rollout:launch',
  input: launchInput,
  object: (_, { id }: LaunchDto) => ({ type: 'rollout', name: id }),
  data: ({ operation, params, select, reason, startAt }, { planHash, repeated }) => ({
    operation,
    params,
    select: select ?? 'true',
    reason: reason ?? null,
    ...(startAt !== undefined && { startAt }),
    planHash,
    repeated,
  }),
  async run(context, input): Promise<LaunchDto> {
    const { tx, actor, now } = context
    if (actor.kind === 'system') throw new AppError('forbidden', 'A rollout is launched by somebody.')
    if (input.startAt !== undefined && !input.start)
      throw new AppError(
        'invalid',
        'startAt: a draft that starts by itself is started; leave out start: false.',
      )
    const requestHash = hashOf(input)
    const before = await launchedBefore(tx, actor.userId, input.idempotencyKey, requestHash)
    if (before) return before

    const prepared = await preparePlan(tx, input, now)
    requireLaunchable(prepared, input.planHash)
    const title = input.title ?? prepared.operation.title
    const id = await storePlan(tx, await fixBaselines(tx, prepared), {
      title,
      reason: input.reason || null,
      launchedById: actor.userId,
      idempotencyKey: input.idempotencyKey ?? null,
      requestHash: input.idempotencyKey === undefined ? null : requestHash,
      now,
    })
    if (input.startAt !== undefined) await begin(context, String(id), input.startAt)
    else if (input.start) await begin(context, String(id), null)
    return { id: String(id), title, planHash: prepared.plan.hash, repeated: false }
  },
})

/** Starts a draft, now or by itself at a moment. */
const begin = (context: MutationContext, rollout: string, startAt: string | null) =>
  runCommand(
    context,
    rollout,
    startAt === null
      ? { type: 'resume', reason: null, acknowledge: null, userId: null }
      : { type: 'schedule', startAt: Date.parse(startAt), reason: null },
  )

/** The body without what only guards the call: the same launch, asked for again, has the same hash. */
function hashOf({ idempotencyKey: _, ...body }: LaunchOutput): string {
  return hashJson(body)
}

async function launchedBefore(
  tx: Sql,
  userId: number,
  key: string | undefined,
  requestHash: string,
): Promise<LaunchDto | null> {
  if (key === undefined) return null
  // Two calls with one key at the same moment: the second waits here and then finds the rollout of the first.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`launch:${userId}:${key}`])
  const [row] = await tx.query<{ id: number; title: string; plan_hash: string; request_hash: string }>(
    'SELECT id, title, plan_hash, request_hash FROM rollout WHERE launched_by_id = $1 AND idempotency_key = $2',
    [userId, key],
  )
  if (!row) return null
  if (row.request_hash !== requestHash) {
    throw new AppError('conflict', 'This idempotency key has launched something else; use a new one.', {
      state: { rollout: String(row.id) },
    })
  }
  return { id: String(row.id), title: row.title, planHash: row.plan_hash, repeated: true }
}

function requireLaunchable({ plan }: PreparedPlan, seenHash: string | undefined): void {
  if (seenHash !== undefined && seenHash !== plan.hash) {
    throw new AppError(
      'stale',
      'The fleet, the operation or the policy has changed since this plan was shown; look at it again.',
      {
        state: { planHash: plan.hash, counts: plan.counts },
      },
    )
  }
  if (plan.blockers.length > 0) {
    throw new AppError('conflict', plan.blockers.map(({ message }) => message).join(' '), {
      problems: plan.blockers.map(({ message, phase }) => ({
        message,
        ...(phase !== null && { path: ['phases', phase] }),
      })),
    })
  }
}
