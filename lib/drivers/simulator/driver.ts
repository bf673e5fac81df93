import type { AttemptContext, Driver, Observation, ObservedAttempt, StartAnswer } from '../driver'
import { sectionValidators } from '../validators'
import { drawFate, drawFlake, type Fate } from './draw'
import { simulatedNodes } from './nodes'
import { type SimulatorSection, simulatorSection } from './section'

const done: StartAnswer = { kind: 'done' }
const failure = { kind: 'failed', message: 'the simulated operation failed' } as const
const hiccup = {
  kind: 'transient',
  message: 'the simulated system asks to try again',
  retryAfterMs: null,
} as const

/**
 * Plays operations that touch nothing. It remembers nothing either: the operation id holds the start time, and
 * everything else follows from the attempt's key, so a crash of the worker changes no fate.
 */
export const simulatorDriver: Driver = {
  name: 'simulator',

  validate: sectionValidators.simulator,

  start(ctx, services) {
    const section = simulatorSection(ctx.with ?? noSection)
    if (section.instant) return done
    const now = services.now()
    if (drawFlake(section, ctx.key, 'start', now)) return { ...hiccup, notBegun: true }
    const fate = fateOf(section, ctx)
    if (fate.durationMs === 0) return fate.failsAfterMs === null ? done : failure
    return { kind: 'accepted', operationId: `sim:${now.toString(36)}`, pollAfterMs: pollAfter(fate, 0) }
  },

  observe(ctx, services) {
    const startedAt = startOf(ctx.operationId)
    if (startedAt === null) return { kind: 'lost', message: 'nothing was simulated under this id' }
    const section = simulatorSection(ctx.with ?? noSection)
    const now = services.now()
    if (drawFlake(section, ctx.key, 'observe', now)) return hiccup
    return look(section, fateOf(section, ctx), ctx, now - startedAt)
  },

  cancel: () => ({ confirmed: true }),
}

const noSection = {}

function look(section: SimulatorSection, fate: Fate, ctx: ObservedAttempt, passedMs: number): Observation {
  const failed = fate.failsAfterMs !== null && passedMs >= fate.failsAfterMs
  const progress = Math.max(0, Math.min(1, (failed ? (fate.failsAfterMs ?? 0) : passedMs) / fate.durationMs))
  const nodes = section.nodes ? { nodes: simulatedNodes(ctx.cluster.nodes, progress) } : {}
  if (failed) return { ...failure, ...nodes }
  if (passedMs >= fate.durationMs) return { kind: 'succeeded', ...nodes }
  const message = `${Math.floor(progress * 100)} %`
  return { kind: 'running', progress, message, pollAfterMs: pollAfter(fate, passedMs), ...nodes }
}

/** A condition that cannot be answered fails the attempt: unknown is never success. */
function fateOf(section: SimulatorSection, ctx: AttemptContext): Fate {
  const fate = drawFate(section, ctx.key)
  if (!section.failWhen) return fate
  const { cluster, params, previous, key, generation, step } = ctx
  const context = { cluster, params, previous, connection: null, attempt: { key, generation, step } }
  const answer = section.failWhen.evaluate(context)
  if (answer.ok && !answer.value) return fate
  return { ...fate, failsAfterMs: fate.failsAfterMs ?? Math.round(fate.durationMs / 2) }
}

/** Ten looks over the whole time, at most one a half second, and the last one just at the end. */
function pollAfter(fate: Fate, passedMs: number): number {
  const end = fate.failsAfterMs ?? fate.durationMs
  return Math.max(1, Math.min(end - passedMs, Math.max(500, Math.min(fate.durationMs / 10, 5_000))))
}

function startOf(operationId: string | null): number | null {
  const match = /^sim:([0-9a-z]{1,11})$/.exec(operationId ?? '')
  return match?.[1] ? Number.parseInt(match[1], 36) : null
}
