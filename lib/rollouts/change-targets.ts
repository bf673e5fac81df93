import { readSelector } from '@/lib/clusters/read-selector'
import type { Command } from '@/lib/core/rollout/command'
import type { Target } from '@/lib/core/rollout/model'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { AppError } from '@/lib/server/errors'
import type { MutationContext } from '@/lib/server/mutation'
import { carryOut } from './command'
import type { TargetsAckDto } from './dto'
import { type LoadedRollout, loadRollout, type TargetChoice } from './load'
import { rolloutIdOf } from './rollout-id'
import type { RetryInput, SkipInput } from './schemas'

type Input = RetryInput | SkipInput

/** What a selector picks from: those of its matches that the verb is about. */
const pickedState = { retry: 'failed', skip: 'pending' } as const

/**
 * Retries or skips some targets of a rollout: those named, which all must be there and in a fitting state, or
 * those that a selector picks by their facts at planning.
 */
export async function changeTargets(
  context: MutationContext,
  verb: 'retry' | 'skip',
  input: Input,
): Promise<TargetsAckDto> {
  const { tx, actor } = context
  const targets: TargetChoice = input.clusters
    ? { where: 't.cluster = ANY($2::text[])', values: [input.clusters] }
    : { where: 't.state = $2', values: [pickedState[verb]] }
  const loaded = await loadRollout(tx, rolloutIdOf(input.rollout), { lock: true, targets })
  const chosen = choose(loaded, input)
  const asked: Command =
    verb === 'retry'
      ? { type: 'retry', userId: actor.kind === 'system' ? null : actor.userId }
      : { type: 'skip', reason: input.reason ?? '' }
  const { ack } = await carryOut(context, { ...loaded, targets: chosen }, asked)
  return { ...ack, targets: chosen.length }
}

function choose({ targets }: LoadedRollout, { clusters, select }: Input): readonly Target[] {
  if (clusters) {
    const there = new Set(targets.map(({ cluster }) => cluster))
    const missing = clusters.filter((name) => !there.has(name))
    if (missing.length > 0) throw notTargets(missing)
    return targets
  }
  const matches = compileSelector(readSelector(select ?? 'false', 'select'))
  return targets.filter(({ cluster, facts }) =>
    matches({ ...facts, name: cluster, connection: {}, nodes: null }),
  )
}

function notTargets(names: readonly string[]): AppError {
  const some = names.slice(0, 5).join(', ')
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return new AppError('not_found', `Not targets of this rollout: ${some}${more}.`, {
    problems: names.slice(0, 100).map((name) => ({ path: ['clusters'], message: `${name} is not a target` })),
  })
}
