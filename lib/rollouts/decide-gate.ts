import type { Command } from '@/lib/core/rollout/command'
import { type GateCommand, missingApprovals, type Person } from '@/lib/core/rollout/decide-gate'
import type { Gate } from '@/lib/core/rollout/model'
import { phaseOf } from '@/lib/core/rollout/state'
import type { JsonObject } from '@/lib/core/shared/json'
import { AppError } from '@/lib/server/errors'
import type { MutationContext } from '@/lib/server/mutation'
import type { Sql } from '@/lib/server/sql'
import { carryOut } from './command'
import type { GateAckDto } from './dto'
import { failedSince, newestSeen } from './failed-since'
import { gateDto } from './gate-dto'
import { type LoadedRollout, loadRollout } from './load'
import { rolloutIdOf } from './rollout-id'
import { storeAmendment } from './store-amendment'

interface Asked {
  rollout: string
  gate: string
  verdict: 'approve' | 'reject'
  comment?: string | undefined
  seenSeq?: number | undefined
  planHash?: string | undefined
  /** Lower limits for what it lets go, with an approval. */
  limits?: { maxInFlight?: number | undefined; failureBudget?: number | undefined } | undefined
}

/**
 * Counts one person's verdict on a gate. Roles are read from the database now, for everybody who has decided
 * on the gate: who lost the right to approve does not count towards the quorum.
 */
export async function decideGate(context: MutationContext, asked: Asked): Promise<GateAckDto> {
  const { tx, actor } = context
  if (actor.kind === 'system') throw new AppError('forbidden', 'A gate is decided on by somebody.')
  const { limits } = asked
  const targets = limits ? 'all' : 'none'
  const loaded = await loadRollout(tx, rolloutIdOf(asked.rollout), { lock: true, targets })
  const others = await peopleOf(tx, decidersOf(loaded, asked.gate))
  // A token may carry fewer roles than its owner, never more.
  const roles = actor.bindings.filter(({ select }) => select === null).map(({ role }) => role)
  const person: Person = { userId: actor.userId, user: actor.name, roles }
  const seenSeq = newestSeen(loaded.standing, asked.seenSeq)
  const decision: GateCommand = {
    type: 'decide-gate',
    gate: asked.gate,
    verdict: asked.verdict,
    comment: asked.comment || null,
    person,
    others,
    failedSince: await failedSince(tx, loaded.head.id, seenSeq),
    planHash: asked.planHash ?? null,
  }
  const command: Command = limits
    ? {
        type: 'approve-lower',
        approval: decision,
        limits: { maxInFlight: limits.maxInFlight ?? null, failureBudget: limits.failureBudget ?? null },
        params: loaded.params as JsonObject,
      }
    : decision
  const before = { policy: loaded.head.rules.policy, planHash: loaded.head.planHash }
  const { state, ack } = await carryOut(context, loaded, command, seenSeq)
  if (limits) {
    await storeAmendment(tx, {
      rolloutId: loaded.head.id,
      state: 'applied',
      reason: decision.comment,
      before: before.policy,
      policy: state.head.rules.policy,
      basePlanHash: before.planHash,
      planHash: state.head.planHash,
      weakenings: [],
      proposedById: actor.userId,
      now: context.now,
    })
  }
  const gate = state.gates.find(({ id }) => id === asked.gate) as Gate
  return {
    ...ack,
    gate: gateDto(gate, {
      phase: phaseOf(state, gate.phase),
      missing: missingApprovals(state.head, gate, [...others, person]),
      now: context.now.getTime(),
    }),
  }
}

const decidersOf = ({ gates }: LoadedRollout, id: string): number[] =>
  gates.find((gate) => gate.id === id)?.decisions.map(({ userId }) => userId) ?? []

/** Finds people with the roles they hold over the whole fleet now; disabled ones hold none. */
export async function peopleOf(sql: Sql, userIds: readonly number[]): Promise<Person[]> {
  if (userIds.length === 0) return []
  const rows = await sql.query<{ id: number; username: string; roles: string[] }>(
    `SELECT u.id, u.username, coalesce(array_agg(r.role::text) FILTER (
       WHERE r."select" IS NULL AND u.disabled_at IS NULL), '{}') AS roles
     FROM app_user u LEFT JOIN user_role r ON r.user_id = u.id WHERE u.id = ANY($1::int[]) GROUP BY u.id`,
    [userIds],
  )
  return rows.map(({ id, username, roles }) => ({ userId: id, user: username, roles }))
}
