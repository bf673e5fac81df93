import { writtenCount } from '@/lib/core/shared/written-count'

/** One thing that somebody or something waits for. Instants are epoch ms. */
export interface WaitReason {
  readonly kind: string
  readonly message: string
  readonly phase: string | null
  readonly gate: string | null
  readonly since: number | null
  readonly until: number | null
  /** Who can end it, in words; null = it ends by itself. */
  readonly unblockedBy: string | null
}

/** Makes a reason; what is not given is null. */
export function reason(
  kind: string,
  message: string,
  more: Partial<Omit<WaitReason, 'kind' | 'message'>>,
): WaitReason {
  return { kind, message, phase: null, gate: null, since: null, until: null, unblockedBy: null, ...more }
}

/** Drops a moment that has passed: what was to happen then happens as soon as somebody looks. */
export const toCome = (said: WaitReason, now: number): WaitReason =>
  said.until !== null && said.until <= now ? { ...said, until: null } : said

/** Says how many of so many are taken; once a limit was lowered, more are in flight than may be. */
export const takenWords = (taken: number, max: number, what = ''): string =>
  taken > max
    ? `${writtenCount(taken)} in flight, and now at most ${writtenCount(max)}`
    : `${writtenCount(taken)} of ${writtenCount(max)}${what} are taken`
