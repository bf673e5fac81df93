import { prepareEvaluation, redact } from '../context'
import type { Driver, DriverServices, Observation, ObservedAttempt, StartAnswer } from '../driver'
import { sectionValidators } from '../validators'
import type { Refusal } from './launch'
import { runbookOrder } from './order'
import type { LocalProcess } from './processes'
import { findRunbook } from './runbook'
import { commandSection } from './section'

/** Exit code of a runbook that asks to be run again (EX_TEMPFAIL of sysexits). */
export const tryAgainCode = 75

/**
 * A worker that was not seen for so long is taken for dead. Longer than a guardian waits before it ends the
 * runbook of a silent worker (4 s), plus the second that the runbook has to clean up, plus one heartbeat.
 */
export const workerDeadAfterMs = 8_000

const pollAfterMs = 1_000

/**
 * Runs runbooks on this worker's host. A process belongs to the worker that started it: others see only whether
 * that worker lives, and when it does not, its guardian has ended the runbook, so the attempt is lost.
 */
export const commandDriver: Driver = {
  name: 'command',

  validate: sectionValidators.command,

  async start(ctx, services) {
    const section = commandSection(ctx.with)
    const { host } = services
    const file = await findRunbook(host.runbooksDir, section.run)
    if (!file.ok) return { kind: 'failed', message: file.error }
    const evaluation = await prepareEvaluation(ctx, section.secrets, services)
    if (!evaluation.ok) {
      return { kind: 'transient', message: evaluation.error, retryAfterMs: null, notBegun: true }
    }
    const order = runbookOrder(file.value, section, ctx, evaluation.value, host.environment)
    if (!order.ok) return { kind: 'failed', message: order.error }
    const { secrets } = evaluation.value.options
    const { log, now } = services
    const started = await host.processes.start(order.value, {
      log,
      now,
      clean: (line) => redact(line, secrets),
    })
    if (!started.ok) return refused(section.run, started.error)
    return { kind: 'accepted', operationId: started.value.operationId, pollAfterMs }
  },

  async observe(ctx, services) {
    const local = services.host.processes.find(ctx.key)
    if (local) return look(local)
    return observeForeign(ctx, services)
  },

  async cancel(ctx, services) {
    const local = services.host.processes.find(ctx.key)
    if (!local) return cancelForeign(ctx, services)
    if (look(local).kind === 'succeeded') return { confirmed: true, succeeded: true }
    local.stop('cancelled')
    const gone = await settledWithin(local.ended, 1_000)
    return gone ? { confirmed: true } : { confirmed: false, message: 'the runbook was asked to stop' }
  },
}

/** Busy means that what ran under the same key before is still on its way out. */
function refused(run: string, { message, busy }: Refusal): StartAnswer {
  const words = `${run} does not start: ${message}`
  return busy
    ? { kind: 'transient', message: words, retryAfterMs: 1_000, notBegun: true }
    : { kind: 'failed', message: words }
}

/** Reads the state of a process of this worker. */
function look(local: LocalProcess): Observation {
  const { progress, message } = local.output.progress
  const seen = local.output.progress.nodes
  const nodes = seen.size > 0 ? { nodes: [...seen.values()] } : {}
  const { end } = local
  if (!end) return { kind: 'running', progress, message, pollAfterMs, ...nodes }
  const said = local.output.lastLine ?? ''
  const words = said === '' ? '' : `: ${said}`
  if (end.stopped === 'shutdown')
    return { kind: 'lost', message: 'the worker that ran the runbook was stopped' }
  if (end.stopped) return { kind: 'failed', message: `${stops[end.stopped]}${words}`, ...nodes }
  if (end.by === 'silence')
    return { kind: 'lost', message: 'the runbook was ended because its worker was silent' }
  if (end.by === 'guardian') return { kind: 'lost', message: 'the runbook died with its guardian' }
  if (end.code === 0) return { kind: 'succeeded', ...(message === null ? {} : { message }), ...nodes }
  if (end.code === tryAgainCode) return { kind: 'lost', message: `the runbook asks to be run again${words}` }
  const how = end.code === null ? `ended by ${end.signal}` : `exit code ${end.code}`
  return { kind: 'failed', message: said === '' ? how : `${said} (${how})`, ...nodes }
}

const stops = {
  cancelled: 'the runbook was cancelled',
  deadline: 'the runbook was stopped, its time was over',
  interrupted: 'the runbook was interrupted',
} as const

async function observeForeign(ctx: ObservedAttempt, services: DriverServices): Promise<Observation> {
  const owner = ownerOf(ctx.operationId)
  if (owner !== null && (await isAlive(owner, services)))
    return { kind: 'running', progress: null, message: `runs on worker ${owner}`, pollAfterMs }
  return { kind: 'lost', message: 'the worker that ran the runbook is gone, and the runbook with it' }
}

/** The owner reads the cancel from the database as well; all that can be said here is whether it is gone. */
async function cancelForeign(ctx: ObservedAttempt, services: DriverServices) {
  const owner = ownerOf(ctx.operationId)
  if (owner === null || !(await isAlive(owner, services))) return { confirmed: true }
  return { confirmed: false, message: `runs on worker ${owner}` }
}

/** Reads the worker from an operation id `<worker>:<pid>:<ticks>`. */
function ownerOf(operationId: string | null): string | null {
  return /^(.+):\d+:\d+$/.exec(operationId ?? '')?.[1] ?? null
}

/** This worker itself does not count: it would know the process. */
async function isAlive(owner: string, services: DriverServices): Promise<boolean> {
  if (owner === services.host.workerId) return false
  const seenAt = await services.workerSeenAt(owner)
  return seenAt !== null && services.now() - seenAt < workerDeadAfterMs
}

async function settledWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const settled = await Promise.race([promise.then(() => true as const), late])
  clearTimeout(timer)
  return settled
}
