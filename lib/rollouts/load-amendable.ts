import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import { type DraftAmendment, draftAmendment, whyStale } from '@/lib/core/rollout/amend/amend'
import { commandState } from '@/lib/core/rollout/load'
import type { Refusal } from '@/lib/core/rollout/refusal'
import type { JsonObject } from '@/lib/core/shared/json'
import type { Result } from '@/lib/core/shared/result'
import { refusedParts } from '@/lib/documents/refused-parts'
import { lockLine } from '@/lib/line/lock-line'
import { AppError } from '@/lib/server/errors'
import type { MutationContext } from '@/lib/server/mutation'
import type { Sql } from '@/lib/server/sql'
import { type LoadedRollout, loadRollout } from './load'
import { rolloutIdOf } from './rollout-id'

/** Loads a rollout with all that an amendment may move, and locks it. */
export async function loadAmendable(tx: Sql, rollout: string): Promise<LoadedRollout> {
  await lockLine(tx, 'shared')
  return loadRollout(tx, rolloutIdOf(rollout), { lock: true, targets: 'all' })
}

/**
 * Works out what another policy would do to a loaded rollout; throws the core's refusal.
 * @param written the text that the policy was read from: then what is refused about it is said with its line
 */
export function draftOf(loaded: LoadedRollout, policy: ResolvedPolicy, written?: unknown): DraftAmendment {
  const drafted = draftAmendment(commandState(loaded), policy, loaded.params as JsonObject)
  if (!drafted.ok && drafted.error.parts) throw refusedParts(drafted.error.parts, written)
  return orThrow(drafted)
}

/** Throws `stale` when what is asked for was decided on another plan, or without knowing of failures. */
export function requireFresh({ head }: LoadedRollout, asked: Parameters<typeof whyStale>[1]): void {
  const stale = whyStale(head, asked)
  if (stale) orThrow(stale)
}

function orThrow<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value
  const { code, message, state } = result.error
  throw new AppError(code, message, state === undefined ? {} : { state })
}

/** Gives the person who acts; the system amends nothing. */
export function signed({ actor }: Pick<MutationContext, 'actor'>): { userId: number; user: string } {
  if (actor.kind === 'system') throw new AppError('forbidden', 'A rollout is amended by somebody.')
  return { userId: actor.userId, user: actor.name }
}
