/**
 * The answer of a function that may refuse: what it made, or why not. The core never throws for a refusal
 * that is expected; an exception from the core is a bug.
 */
export type Result<T, E> = Ok<T> | Err<E>

export interface Ok<T> {
  readonly ok: true
  readonly value: T
}

export interface Err<E> {
  readonly ok: false
  readonly error: E
}

/** Wraps a value as a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

/** Wraps a reason as a refusal. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error }
}
