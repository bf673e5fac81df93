import type { ResolvedCheck, ResolvedWebhook, ResolvedWindow } from '@/lib/core/policy/resolved'
import { formatDuration } from '@/lib/core/shared/duration'
import { windowAt, windowWords } from '@/lib/core/shared/weekly-window'
import type { Gate, Phase } from './model'
import { reason, toCome, type WaitReason } from './wait-reason'

/** Says what a gate waits for, and until when. */
export const gateReason = (gate: Gate, phase: Phase, now: number): WaitReason =>
  toCome(wordsOf(gate, phase, now), now)

function wordsOf(gate: Gate, phase: Phase, now: number): WaitReason {
  const at = { phase: phase.id, gate: gate.id, since: gate.requestedAt, until: gate.expiresAt }
  const { spec } = gate
  if (spec.type === 'soak') {
    return reason('soak', `Soaks for ${formatDuration(spec.soakMs)}.`, at)
  }
  if (spec.type === 'window') return windowReason(gate, spec, phase, now)
  if (spec.type === 'check') return checkReason(gate, spec, phase)
  if (spec.type === 'webhook') return webhookReason(gate, spec, phase)
  const given = gate.decisions.filter(({ round, verdict }) => round === gate.round && verdict === 'approve')
  const count = spec.count > 1 ? ` (${given.length} of ${spec.count} given)` : ''
  const words = {
    closed: gate.requestedAt === null ? 'Will ask for an approval' : `Waits for an approval${count}`,
    rejected: 'The approval was refused',
    expired: 'The approval expired',
    open: 'Approved',
  }[gate.state]
  if (gate.state !== 'closed') {
    return reason('approval', `${words}.`, { ...at, until: null, unblockedBy: askedAnew })
  }
  const others = spec.notLauncher ? ` who did not ${tooClose}` : ''
  return reason('approval', `${words}.`, {
    ...at,
    unblockedBy: `someone with the role ${spec.role}${others}`,
  })
}

/** What makes somebody no second pair of eyes. */
const tooClose = 'launch it, write its policy or override something in it last'

/** Who ends the wait for a gate that was refused, or whose time is over. */
const askedAnew = 'an operator: resume it, which asks anew'

/** The moment at which a check that passes has done so for long enough; null = it does not, or not before it expires. */
export function passesAt({ spec, evidence, expiresAt }: Gate): number | null {
  if (spec.type !== 'check' || evidence?.kind !== 'pass') return null
  const at = evidence.at + spec.forMs
  return expiresAt !== null && expiresAt <= at ? null : at
}

function checkReason(gate: Gate, spec: ResolvedCheck, phase: Phase) {
  const { id, state, requestedAt, expiresAt, evidence } = gate
  const at = { phase: phase.id, gate: id, since: evidence?.at ?? requestedAt, until: expiresAt }
  const check = `The check “${spec.name}”`
  if (state === 'expired') {
    const words = `${check} did not pass in time.`
    return reason('check', words, { ...at, until: null, unblockedBy: askedAnew })
  }
  if (requestedAt === null) return reason('check', `${check} will have to pass.`, at)
  if (!evidence) return reason('check', `${check} is about to be looked at.`, at)
  if (evidence.kind === 'pass') {
    const words = `${check} passes, and has to for ${formatDuration(spec.forMs)}: ${evidence.message}.`
    const passedAt = passesAt(gate)
    if (passedAt !== null) return reason('check', words, { ...at, until: passedAt })
    return reason('check', `${words} Its time is over before that.`, at)
  }
  const verdict = evidence.kind === 'fail' ? 'does not pass' : 'has no answer'
  return reason('check', `${check} ${verdict}: ${evidence.message}.`, at)
}

function webhookReason(
  { id, state, requestedAt, expiresAt, evidence }: Gate,
  spec: ResolvedWebhook,
  phase: Phase,
) {
  const at = { phase: phase.id, gate: id, since: requestedAt, until: expiresAt }
  const again = { ...at, until: null, unblockedBy: askedAnew }
  if (state === 'rejected') return reason('webhook', `“${spec.name}” refused: ${evidence?.message}.`, again)
  if (state === 'expired') return reason('webhook', `“${spec.name}” did not answer in time.`, again)
  const words = requestedAt === null ? 'Will ask' : 'Waits for the answer of'
  return reason('webhook', `${words} “${spec.name}”.`, {
    ...at,
    unblockedBy: `“${spec.name}”, by a signed call`,
  })
}

/** Windows go by the clock: what was written of one that nobody watches, as in a pause, may be old. */
function windowReason(gate: Gate, spec: ResolvedWindow, phase: Phase, now: number): WaitReason {
  const asks = gate.requestedAt !== null
  const words = asks ? 'Waits for its window to open' : 'Will start in its window only'
  return reason('window', `${words}: ${windowWords(spec)}.`, {
    phase: phase.id,
    gate: gate.id,
    since: gate.state === 'closed' ? (gate.decidedAt ?? gate.requestedAt) : gate.requestedAt,
    until: asks ? windowAt(spec, now).changesAt : null,
  })
}
