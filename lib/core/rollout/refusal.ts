import type { ErrorCode } from '@/lib/core/shared/error-codes'
import { err, type Result } from '@/lib/core/shared/result'

/** Why a command was refused: a code for machines, words for people. Nothing has changed. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'conflict' | 'forbidden' | 'stale' | 'not_found'>
  readonly message: string
  /** What the caller should have known. */
  readonly state?: unknown
  /** What is wrong with a document that came along, each with its key. */
  readonly parts?: readonly RefusedPart[]
}

/** One thing that is refused about a document: its key in there, and why in words. */
export interface RefusedPart {
  readonly path: readonly string[]
  readonly message: string
}

/** Refuses a command. */
export const refuse = (code: Refusal['code'], message: string, state?: unknown): Result<never, Refusal> =>
  err(state === undefined ? { code, message } : { code, message, state })

/** Refuses a document that came with a command, part by part. */
export const refuseParts = (parts: readonly RefusedPart[]): Result<never, Refusal> =>
  err({ code: 'conflict', message: parts.map(({ message }) => message).join(' '), parts })
