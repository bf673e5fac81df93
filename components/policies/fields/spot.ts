import type { Path } from '@/lib/core/policy/edit'
import { member, textIn } from '@/lib/core/policy/written'
import type { Json } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'

/** Writes at a path of the policy; undefined takes away what is there. */
export type WriteAt = (path: Path, value: Json | undefined) => void

/** A place in a policy that a field edits: what is written there, how to change it, what is wrong with it. */
export interface Spot {
  readonly path: Path
  /** As it is written; undefined = it is not, so its default holds. */
  readonly value: Json | undefined
  /** The value as an input shows it. */
  readonly text: string
  /** What is wrong exactly here, in words; null = nothing. */
  readonly problem: string | null
  /** How many problems are here and below. */
  readonly problems: number
  set(value: Json | undefined): void
  /** The place of a member or an item. */
  at(key: string | number): Spot
}

/** Makes the place at a path of the policy. */
export function makeSpot(path: Path, value: Json | undefined, all: readonly Problem[], write: WriteAt): Spot {
  const here = all.filter((problem) => path.every((key, i) => problem.path[i] === String(key)))
  const exact = here.find((problem) => problem.path.length === path.length)
  return {
    path,
    value,
    text: textIn(value),
    problem: exact ? problemWords(exact) : null,
    problems: here.length,
    set: (next) => write(path, next),
    at: (key) => makeSpot([...path, key], childOf(value, key), here, write),
  }
}

const childOf = (value: Json | undefined, key: string | number): Json | undefined =>
  Array.isArray(value) ? (value[Number(key)] as Json | undefined) : member(value, String(key))

/** Says a problem with its suggestion, without the place, which is where it is shown. */
export const problemWords = (problem: Problem): string =>
  problem.suggestion ? `${problem.message}, did you mean ${problem.suggestion}?` : problem.message
