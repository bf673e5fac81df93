/** A value with its past and future: what undo and redo walk along. Immutable. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** What the last change was about; changes about the same thing in quick succession are one step. */
  readonly topic: string | null
  readonly at: number
}

/** Longest past that is kept. */
const pastMax = 200
/** Changes about one topic that come closer together than this are undone together. */
const togetherMs = 1_000

/** Begins a history. */
export const beginHistory = <T>(present: T): History<T> => ({
  past: [],
  present,
  future: [],
  topic: null,
  at: 0,
})

/** Adds a change; `topic` names what was edited, so that typing a word is undone as a word. */
export function changeHistory<T>(history: History<T>, next: T, topic: string | null, at: number): History<T> {
  if (next === history.present) return history
  const together =
    topic !== null && topic === history.topic && at - history.at < togetherMs && history.past.length > 0
  return {
    past: together ? history.past : [...history.past, history.present].slice(-pastMax),
    present: next,
    future: [],
    topic,
    at,
  }
}

/** Goes one step back; the same history when there is none. */
export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1)
  if (previous === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    topic: null,
    at: 0,
  }
}

/** Goes one step forward again; the same history when there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, topic: null, at: 0 }
}
