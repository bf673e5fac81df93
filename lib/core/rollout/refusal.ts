import type { ErrorCode } from '@/lib/core/shared/error-codes'
import { err, type Result } from '@/lib/core/shared/result'

/** Why a command was refused: a code for machines, words for people. Nothing has changed. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'conflict' | 'forbidden' | 'stale' | 'not_found'>
  readonly message: string
  /** What the caller should have known. */
  readonly state?: unknown
}

/** Refuses a command. */
export const refuse = (code: Refusal['code'], message: string, state?: unknown): Result<never, Refusal> =>
  err(state === undefined ? { code, message } : { code, message, state })
