import { ok, type Result } from '@/lib/core/shared/result'
import { record } from './apply'
import type { Gate, RolloutHead } from './model'
import { type Refusal, refuse } from './refusal'
import type { EngineState, Turn } from './state'

/** Somebody with a say, as the database knows them at this moment. */
export interface Person {
  readonly userId: number
  readonly user: string
  /** Roles held over the whole fleet; empty for whoever is disabled. */
  readonly roles: readonly string[]
}

/** One person's verdict on one gate, with everything that decides whether it counts. */
export interface GateCommand {
  readonly type: 'decide-gate'
  readonly gate: string
  readonly verdict: 'approve' | 'reject'
  readonly comment: string | null
  readonly person: Person
  /** Those who have decided on this gate before, as they are now: their right is looked at again. */
  readonly others: readonly Person[]
  /** Clusters whose target failed after the newest event that the person had seen. */
  readonly failedSince: readonly string[]
  /** Hash of the plan that the person had before them; null = they did not say. */
  readonly planHash: string | null
}

/**
 * Counts a verdict. One rejection outweighs any approvals; the gate opens when enough different people, who may
 * approve here *now*, have approved in this round.
 */
export function decideGate(
  state: EngineState,
  turn: Turn,
  asked: GateCommand,
  now: number,
): Result<Turn, Refusal> {
  const { head } = state
  const gate = state.gates.find(({ id }) => id === asked.gate)
  if (!gate) return refuse('not_found', `This rollout has no gate “${asked.gate}”.`)
  const closed = gate.spec.type === 'approval' ? whyNotAsking(head, gate, now) : notByPeople
  if (closed) return refuse('conflict', closed, gate.state)
  if (gate.decisions.some(({ round, userId }) => round === gate.round && userId === asked.person.userId)) {
    return refuse('conflict', 'You have decided on this gate already.', gate.state)
  }
  const forbidden = whyNotEligible(head, gate, asked.person, asked.verdict)
  if (forbidden) return refuse('forbidden', forbidden)
  if (asked.planHash !== null && asked.planHash !== head.planHash) {
    const { planHash } = head
    return refuse('stale', planWords(asked.planHash, planHash), { planHash, asked: asked.planHash })
  }
  if (asked.verdict === 'approve' && asked.failedSince.length > 0) {
    return refuse('stale', staleWords(asked.failedSince, 'approve'), { failedSince: asked.failedSince })
  }
  if (asked.verdict === 'reject') reject(state, turn, gate, asked, now)
  else approve(state, turn, gate, asked, now)
  return ok(turn)
}

const notByPeople = 'This gate is not opened by people.'

/** Says why a gate cannot be decided on at this moment, whoever decides; null = it can. */
export function whyNotAsking(head: RolloutHead, gate: Gate, now: number): string | null {
  if (head.state !== 'running' && head.state !== 'paused') {
    return `This rollout is ${head.state.replaceAll('_', ' ')}.`
  }
  if (gate.state !== 'closed') return `This gate is ${gate.state} already.`
  if (gate.requestedAt === null) return 'This gate does not ask yet: what comes before it is not done.'
  if (gate.expiresAt !== null && gate.expiresAt <= now) return 'The time to decide on this gate is over.'
  return null
}

/** Says why a person may not give this verdict; null = they may. Everybody with the role may reject. */
export function whyNotEligible(
  head: Pick<RolloutHead, 'launchedById' | 'policyAuthorId' | 'lastOverriderId'>,
  gate: Pick<Gate, 'spec'>,
  { userId, roles }: Pick<Person, 'userId' | 'roles'>,
  verdict: 'approve' | 'reject',
): string | null {
  const { spec } = gate
  if (spec.type !== 'approval') return notByPeople
  if (!roles.includes(spec.role) && !roles.includes('admin')) return `This needs the role ${spec.role}.`
  if (verdict === 'reject' || !spec.notLauncher) return null
  if (userId === head.launchedById) return 'Who launched a rollout cannot approve it.'
  if (userId === head.policyAuthorId) return 'Who wrote this policy cannot approve its rollouts.'
  if (userId === head.lastOverriderId)
    return 'Who overrode something in this rollout cannot approve what follows.'
  return null
}

/** Counts the approvals that a gate still lacks, among people who may approve now. */
export function missingApprovals(head: RolloutHead, gate: Gate, people: readonly Person[]): number {
  if (gate.spec.type !== 'approval') return 0
  const valid = gate.decisions.filter(({ round, verdict, userId }) => {
    if (round !== gate.round || verdict !== 'approve') return false
    const person = people.find((one) => one.userId === userId)
    return person !== undefined && whyNotEligible(head, gate, person, 'approve') === null
  })
  return Math.max(0, gate.spec.count - valid.length)
}

function approve(state: EngineState, turn: Turn, gate: Gate, asked: GateCommand, now: number): void {
  const { person, others, comment } = asked
  const { userId, user } = person
  const missing = Math.max(0, missingApprovals(state.head, gate, others) - 1)
  record(state, turn, { type: 'gate.approved', gate, data: { userId, user, comment, missing } }, now)
  if (missing === 0) record(state, turn, { type: 'gate.opened', gate, data: null }, now)
}

function reject(state: EngineState, turn: Turn, gate: Gate, asked: GateCommand, now: number): void {
  const { userId, user } = asked.person
  const { comment } = asked
  record(state, turn, { type: 'gate.refused', gate, data: { userId, user, comment, missing: 0 } }, now)
  record(state, turn, { type: 'gate.rejected', gate }, now)
  if (state.head.state !== 'running') return
  const detail = `${user} rejected ${gate.id}: ${comment ?? 'no reason given'}`
  record(state, turn, { type: 'rollout.paused', data: { cause: 'gate_rejected', detail } }, now)
}

/** Says that somebody decided on another plan than the one that is carried out. */
export const planWords = (asked: string, is: string): string =>
  `You decided on the plan ${asked.slice(0, 12)}; this rollout carries out the plan ${is.slice(0, 12)}. Look at that one before you decide.`

/** Says that clusters have failed since somebody looked who wants to approve, or amend. */
export function staleWords(failed: readonly string[], before: 'approve' | 'amend'): string {
  const some = failed.slice(0, 5).join(', ')
  const more = failed.length > 5 ? ` and ${failed.length - 5} more` : ''
  return `Since you looked, ${failed.length === 1 ? 'a cluster has' : `${failed.length} clusters have`} failed: ${some}${more}. Look again before you ${before}.`
}
