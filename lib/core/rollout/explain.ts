import { type Question, rolloutReason, whyNotStarted, workerReason } from './conditions'
import { isLast, isUnwanted, maySend } from './course'
import { whyNotReverted } from './explain-revert'
import type { Target } from './model'
import { reason, toCome, type WaitReason } from './wait-reason'

/**
 * Says why a target is where it is, the first obstacle first. Never empty while the target is not at rest:
 * what nothing holds up is about to start.
 */
export function explain(question: Question): WaitReason[] {
  const { target, phase, workerAlive, now } = question
  const { state } = target
  switch (state) {
    case 'pending': {
      const reasons = whyNotStarted(question)
      if (reasons.length > 0) return reasons
      if (question.verdict?.kind === 'skip') {
        return [
          reason(
            'skip',
            `It is about to be skipped: ${question.verdict.message ?? question.verdict.reason}.`,
            {},
          ),
        ]
      }
      return [reason('next', 'Nothing holds it up: it starts now.', { phase: phase.id })]
    }
    case 'applying':
    case 'verifying':
    case 'reverting':
      return [...(workerAlive === false ? [workerReason()] : []), toCome(inFlightReason(question), now)]
    default:
      return [...whyNotReverted(question), restReason(target, state)]
  }
}

function inFlightReason({ state: { head }, target, now }: Question): WaitReason {
  const { attempts } = head.rules.operation.retry
  const held = !maySend(head, target) && target.retryAt !== null
  if (target.attemptAt === null) {
    const words = `Attempt ${target.attempts} of ${attempts} has failed${target.message ? `: ${target.message}` : ''}.`
    if (held) return rolloutReason(head)[0] ?? reason('retry', words, {})
    return reason('retry', `${words} The next one follows.`, { until: target.retryAt })
  }
  const since = target.attemptAt
  if (target.step === 'preflight') {
    if (!maySend(head, target)) return rolloutReason(head)[0] ?? reason('preflight', 'It is held.', {})
    const words = `The checks before its start have to pass${target.message ? `: ${target.message}` : ''}.`
    return reason('preflight', words, { since, until: target.deadlineAt })
  }
  if (target.step === 'verify') {
    return reason('verify', `Its checks have to pass${target.message ? `: ${target.message}` : ''}.`, {
      since,
      until: target.deadlineAt,
    })
  }
  if (target.operationRef === null && isLast(head, target)) {
    const words =
      'Its start has no answer and is not sent again: it is looked for, for a minute, and has failed when nobody finds it.'
    return reason('start', words, { since })
  }
  // Once its moment has come it is sent again, unless the rollout is held.
  if (target.operationRef === null && target.retryAt !== null && (held || target.retryAt > now)) {
    const words = `Its start was put off: ${target.message ?? 'the driver said “not now”'}.`
    const { retryAt, deadlineAt } = target
    if (!held && deadlineAt !== null && deadlineAt <= retryAt)
      return reason('start', `${words} Its time is over before the next try.`, { since, until: deadlineAt })
    return reason('start', words, { since, until: held ? null : retryAt })
  }
  if (target.operationRef === null) {
    const words =
      head.state === 'paused'
        ? 'Its start was decided and has no answer; it is not sent again while the rollout is paused.'
        : 'Its start was decided; the driver’s answer is awaited.'
    return reason('start', words, { since, until: target.deadlineAt })
  }
  if (isUnwanted(head, target))
    return reason('cancel', 'The driver is asked to end it, and has not confirmed that yet.', { since })
  if (target.deadlineAt !== null && target.deadlineAt <= now) {
    const words = 'Its time is over: the driver is asked to end it, for a minute at most.'
    return reason('cancel', words, { since })
  }
  const percent = target.progress === null ? '' : ` ${Math.round(target.progress * 100)} %`
  return reason(
    'working',
    `The operation is under way${percent}${target.message ? `: ${target.message}` : ''}.`,
    {
      since,
      until: target.deadlineAt,
    },
  )
}

/** How a target came to rest. */
const rests = {
  succeeded: 'It has succeeded',
  failed: 'It has failed',
  skipped: 'It was skipped',
  cancelled: 'It was cancelled',
  reverted: 'It was taken back',
  revert_failed: 'It could not be taken back',
}

function restReason(target: Target, state: keyof typeof rests): WaitReason {
  const words = {
    error: 'its last attempt failed',
    timed_out: 'it took too long',
    verify_failed: 'its checks did not pass',
    preflight_failed: 'the checks before its start did not pass, so nothing was sent to it',
    lost: 'nobody carried it to its end',
    satisfied: 'there was nothing to do',
    ahead: 'it is at a newer version already',
    ineligible: 'the operation does not apply to it',
    unreachable: 'it could not be reached',
    gone: 'the cluster is not in the fleet any more',
    by_user: 'a person took it out',
    aborted: 'the rollout was aborted',
    rolled_back: 'the rollout was rolled back before its turn came',
  }
  const cause = target.reason ? `: ${words[target.reason]}` : ''
  const detail = target.message ? ` (${target.message})` : ''
  const retryable = state === 'failed' || state === 'revert_failed'
  const unblockedBy = retryable ? 'an operator: retry it' : null
  return reason(state, `${rests[state]}${cause}${detail}.`, {
    since: target.finishedAt,
    unblockedBy,
  })
}
