import { type Evaluation, prepareEvaluation, redact } from '../context'
import type {
  AttemptContext,
  CancelAnswer,
  Driver,
  DriverServices,
  Observation,
  ObservedAttempt,
  StartAnswer,
} from '../driver'
import { sectionValidators } from '../validators'
import { type Exchange, exchange } from './exchange'
import { judge } from './judge'
import { type HttpSection, httpSection, type RequestTemplate } from './section'
import { isTransientStatus, saidBy } from './words'

type Answered = Exchange & { kind: 'answered' }

/**
 * Drives whatever has an HTTP API. The same key goes with every request of an attempt, so a start whose answer
 * was lost is sent again and finds what the first one began; what cannot be understood is never a success.
 */
export const httpDriver: Driver = {
  name: 'http',

  validate: sectionValidators.http,

  async start(ctx, services) {
    const section = httpSection(ctx.with)
    const prepared = await prepareEvaluation(ctx, section.start.secrets, services)
    if (!prepared.ok) return notBegun(prepared.error)
    // A start under way at the deadline would have its effect after the attempt was given up.
    const leftMs = ctx.deadlineAt - services.now()
    if (leftMs <= 0) return { kind: 'failed', message: 'not sent: the time of the attempt is over' }
    const timeoutMs = Math.min(section.start.timeoutMs, leftMs)
    const sent = await exchange(section.start, prepared.value, ctx, services, timeoutMs)
    if (sent.kind === 'refused') return { kind: 'failed', message: sent.message }
    if (sent.kind === 'unreached') return notBegun(sent.message)
    if (sent.kind === 'lost') return transient(sent.message)
    services.log({ at: services.now(), stream: 'system', text: sent.summary })
    return answerToStart(section, sent, prepared.value, ctx)
  },

  async observe(ctx, services) {
    const section = httpSection(ctx.with)
    const { observe } = section
    if (!observe) return { kind: 'failed', message: 'the operation says nothing of how to observe it' }
    if (knownId(section, ctx) === null) return transient('the answer to the start was not recorded')
    const asked = await ask(section, observe, ctx, services)
    if (typeof asked === 'string') return transient(asked)
    return answerToPoll(observe, asked.sent, asked.evaluation)
  },

  async cancel(ctx, services) {
    const section = httpSection(ctx.with)
    const { cancel } = section
    if (!cancel) return { confirmed: false, message: 'the operation says nothing of how to cancel it' }
    const asked = await ask(section, cancel, ctx, services)
    if (typeof asked === 'string') return { confirmed: false, message: asked }
    const answer = answerToCancel(asked.sent)
    return answer.confirmed ? lookBehind(answer, ctx, services) : answer
  },
}

/** A cancel of something that is over is answered well, too: what had worked by then has not been cancelled. */
async function lookBehind(
  answer: CancelAnswer,
  ctx: ObservedAttempt,
  services: DriverServices,
): Promise<CancelAnswer> {
  const section = httpSection(ctx.with)
  if (knownId(section, ctx) === null || !section.observe) return answer
  const seen = await httpDriver.observe(ctx, services)
  if (seen.kind === 'succeeded') return { ...answer, succeeded: true }
  if (seen.kind === 'transient')
    return { confirmed: false, message: `how it ended is not known: ${seen.message}` }
  return answer
}

function answerToStart(
  section: HttpSection,
  sent: Answered,
  evaluation: Evaluation,
  ctx: AttemptContext,
): StartAnswer {
  const { status } = sent.response
  const success = status >= 200 && status < 300
  // Whoever is told that they ask too much was turned away unread; any other refusal may come too late.
  if (status === 429) return notBegun(explain(sent, evaluation), sent.retryAfterMs)
  if (isTransientStatus(status)) return transient(explain(sent, evaluation), sent.retryAfterMs)
  if (!success && status !== 409) {
    const hint = status >= 300 && status < 400 ? ' (redirects are not followed)' : ''
    return { kind: 'failed', message: explain(sent, evaluation) + hint }
  }
  const operationId = operationIdOf(section, sent, evaluation, ctx)
  if (!success && (operationId === null || !section.operationId))
    return { kind: 'failed', message: explain(sent, evaluation) }
  if (!section.observe) return { kind: 'done', message: sent.summary }
  if (operationId === null) return transient(`${sent.summary}, but the operation's id is not in the answer`)
  return { kind: 'accepted', operationId, pollAfterMs: section.observe.everyMs }
}

/** The operation's id in an answer; the attempt's key if the section names none; null if it is not there. */
function operationIdOf(
  section: HttpSection,
  sent: Answered,
  evaluation: Evaluation,
  ctx: AttemptContext,
): string | null {
  if (!section.operationId) return ctx.key
  if (!sent.readable) return null
  const answer = section.operationId.evaluate(
    { ...evaluation.context, response: sent.response },
    evaluation.options,
  )
  if (!answer.ok) return null
  const id = typeof answer.value === 'number' ? String(answer.value) : answer.value
  return typeof id === 'string' && id.trim() !== '' && id.length <= 2_000 ? id : null
}

/**
 * What cannot be seen for the moment (busy, broken, signed out) is asked again until the time is over; only what
 * an API says for certain, such as 404 or 410, ends the attempt.
 */
function answerToPoll(
  observe: NonNullable<HttpSection['observe']>,
  sent: Answered,
  evaluation: Evaluation,
): Observation {
  const { status } = sent.response
  if (isTransientStatus(status)) return transient(explain(sent, evaluation), sent.retryAfterMs)
  if (status >= 200 && status < 300) return judge(observe, sent, evaluation)
  const unseen = status < 400 || status === 401 || status === 403 || status === 407
  const message = explain(sent, evaluation)
  return unseen ? transient(message, sent.retryAfterMs) : { kind: 'failed', message }
}

/** 202 says that the cancel is under way, not that it is over; what is not there any more cannot act. */
function answerToCancel(sent: Answered): CancelAnswer {
  const { status } = sent.response
  const over = status === 404 || status === 410 || (status >= 200 && status < 300 && status !== 202)
  return { confirmed: over, message: sent.summary }
}

/** Sends a request about a started operation; a text = nothing was learnt, and why. */
async function ask(
  section: HttpSection,
  request: RequestTemplate,
  ctx: ObservedAttempt,
  services: DriverServices,
): Promise<string | { sent: Answered; evaluation: Evaluation }> {
  const prepared = await prepareEvaluation(ctx, request.secrets, services)
  if (!prepared.ok) return prepared.error
  const { options } = prepared.value
  const evaluation = { options, context: { ...prepared.value.context, operationId: knownId(section, ctx) } }
  const sent = await exchange(request, evaluation, ctx, services)
  return sent.kind === 'answered' ? { sent, evaluation } : sent.message
}

/** The operation's id as far as it is known: without an answer to the start, only where it is the attempt's key. */
const knownId = (section: HttpSection, { operationId, key }: ObservedAttempt): string | null =>
  operationId ?? (section.operationId ? null : key)

function explain(sent: Answered, evaluation: Evaluation): string {
  return redact(sent.summary + saidBy(sent.response), evaluation.options.secrets)
}

function transient(message: string, retryAfterMs: number | null = null) {
  return { kind: 'transient', message, retryAfterMs } as const
}

function notBegun(message: string, retryAfterMs: number | null = null) {
  return { kind: 'transient', message, retryAfterMs, notBegun: true } as const
}
