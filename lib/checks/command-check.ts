import { randomUUID } from 'node:crypto'
import { parseDuration } from '@/lib/core/shared/duration'
import { isObject } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { tryAgainCode } from '@/lib/drivers/command/driver'
import { runbookOrder } from '@/lib/drivers/command/order'
import type { LocalProcess } from '@/lib/drivers/command/processes'
import { findRunbook } from '@/lib/drivers/command/runbook'
import { type CommandSection, readCommandSection } from '@/lib/drivers/command/section'
import { prepareEvaluation, redact } from '@/lib/drivers/context'
import { compiledOnce } from '@/lib/drivers/section/compile'
import { type SectionProblem, sectionError } from '@/lib/drivers/section/problem'
import type { Check, CheckResult } from './check'

interface CommandCheckSection {
  readonly command: CommandSection
  readonly timeoutMs: number
}

const defaultTimeoutMs = 60_000
const timeoutMsMax = 600_000

/** A command section, and `timeout` for one run. */
function readSection(section: unknown): Result<CommandCheckSection, readonly SectionProblem[]> {
  const { timeout, ...rest } = isObject(section) ? section : { timeout: undefined }
  const read = typeof timeout === 'string' ? parseDuration(timeout) : ok(defaultTimeoutMs)
  const wrong =
    timeout !== undefined && (typeof timeout !== 'string' || !read.ok || read.value > timeoutMsMax)
  const problems = wrong ? [sectionError(['timeout'], 'expected a duration of at most 10m')] : []
  const command = readCommandSection(isObject(section) ? rest : section)
  if (!command.ok) return err([...command.error, ...problems])
  if (problems.length > 0 || !read.ok) return err(problems)
  return ok({ command: command.value, timeoutMs: read.value })
}

const compiled = compiledOnce(readSection)

/** Runs a runbook that judges: exit 0 = pass, 75 or no end in time = unknown, anything else = fail. */
export const commandCheck: Check = {
  validate(section) {
    const read = readSection(section)
    return read.ok ? [] : read.error
  },

  async run(section, ctx, services) {
    const { command, timeoutMs } = compiled(section)
    const { host, now, log } = services
    const file = await findRunbook(host.runbooksDir, command.run)
    if (!file.ok) return unknown(file.error)
    const evaluation = await prepareEvaluation(ctx, command.secrets, services)
    if (!evaluation.ok) return unknown(evaluation.error)
    const order = runbookOrder(
      file.value,
      command,
      { ...ctx, with: null },
      evaluation.value,
      host.environment,
    )
    if (!order.ok) return unknown(order.error)
    // Every look is a run of its own; the attempt's key would find the run of the look before.
    const key = `check ${randomUUID()}`
    const { secrets } = evaluation.value.options
    const sinks = { log, now, clean: (line: string) => redact(line, secrets) }
    const started = await host.processes.start({ ...order.value, key, deadlineAt: now() + timeoutMs }, sinks)
    if (!started.ok) return unknown(`${command.run} does not start: ${started.error.message}`)
    const interrupt = () => started.value.stop('interrupted')
    services.signal.addEventListener('abort', interrupt, { once: true })
    await started.value.ended
    services.signal.removeEventListener('abort', interrupt)
    host.processes.forget(key)
    return judge(started.value)
  },
}

function judge(local: LocalProcess): CheckResult {
  const { end } = local
  const said = local.output.lastLine
  const observed = { code: end?.code ?? null, said }
  const words = (text: string) => (said === null ? text : `${said} (${text})`)
  if (end?.by !== 'itself') return unknown(words('its end is unknown'))
  if (end.stopped)
    return { ...unknown(words(end.stopped === 'deadline' ? 'no end in time' : end.stopped)), observed }
  if (end.code === 0) return { kind: 'pass', message: said ?? 'exit code 0', observed }
  if (end.code === tryAgainCode) return { ...unknown(words('not known yet')), observed }
  const how = end.code === null ? `ended by ${end.signal}` : `exit code ${end.code}`
  return { kind: 'fail', message: words(how), observed }
}

function unknown(message: string): CheckResult {
  return { kind: 'unknown', message, observed: null }
}
