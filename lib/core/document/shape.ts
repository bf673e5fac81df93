import { isObject, type Json } from '@/lib/core/shared/json'
import { excerpt, suggest } from '@/lib/core/shared/suggest'

/**
 * Shapes describe what a document may hold, and read it: a value that fits comes back typed, with its keys in
 * the order of the shape (which is the order it is exported in); for one that does not, problems are reported
 * and `undefined` comes back. Shapes fill in nothing: what is absent stays absent, so that reading and writing
 * a document loses and adds nothing. They are our own, because documents need what schema libraries do not
 * give together: the line of the key, the key that was probably meant, and a few kilobytes in the browser.
 */
export type Shape<T> = (value: Json, at: At) => T | undefined

/** Where a shape is reading, and where it reports to. */
export interface At {
  readonly path: readonly string[]
  report(problem: Report): undefined
}

export interface Report {
  readonly message: string
  readonly path: readonly string[]
  /** What to point at: the key, or the value (default). */
  readonly where?: 'key' | 'value'
  /** A place inside a text. */
  readonly offset?: number
  readonly suggestion?: string
  readonly severity?: 'error' | 'warning'
}

/** A member of an object that may be absent. */
export interface Optional<T> {
  readonly optional: Shape<T>
}

/** Marks a member as one that may be absent. */
export const optional = <T>(shape: Shape<T>): Optional<T> => ({ optional: shape })

type Members = Readonly<Record<string, Shape<unknown> | Optional<unknown>>>

type Simplify<T> = { readonly [K in keyof T]: T[K] }

/** The type of an object with the given members. */
export type ObjectOf<M extends Members> = Simplify<
  {
    [K in keyof M as M[K] extends Optional<unknown> ? never : K]: M[K] extends Shape<infer T> ? T : never
  } & {
    [K in keyof M as M[K] extends Optional<unknown> ? K : never]?: M[K] extends Optional<infer T> ? T : never
  }
>

/** Reports at the present place. */
export function fail(at: At, message: string, suggestion?: string): undefined {
  return at.report(
    suggestion === undefined ? { message, path: at.path } : { message, path: at.path, suggestion },
  )
}

/** Goes one key deeper. */
export function below(at: At, key: string): At {
  return { path: [...at.path, key], report: at.report }
}

/** Says what a value is, for "expected …, found …". */
export function nameOf(value: Json): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return `the text "${excerpt(value, 40)}"`
  return `${value}`
}

/** An object with exactly these members; an unknown key is an error that names the one that was probably meant. */
export function object<M extends Members>(members: M): Shape<ObjectOf<M>> {
  const known = Object.keys(members)
  return (value, at) => {
    if (!isObject(value)) return fail(at, `expected an object with ${list(known)}, found ${nameOf(value)}`)
    let fits = true
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue
      fits = false
      const meant = suggest(key, known)
      const path = [...at.path, key]
      const message = `unknown field ${excerpt(key)}${meant === undefined ? `, expected ${list(known)}` : ''}`
      at.report(
        meant === undefined
          ? { message, path, where: 'key' }
          : { message, path, where: 'key', suggestion: meant },
      )
    }
    const result: Record<string, unknown> = {}
    for (const key of known) {
      const member = members[key] as Shape<unknown> | Optional<unknown>
      const shape = typeof member === 'function' ? member : member.optional
      if (!Object.hasOwn(value, key)) {
        if (typeof member === 'function') {
          fits = false
          at.report({ message: `${key} is missing`, path: at.path, where: 'key' })
        }
        continue
      }
      const read =
        value[key] === null ? noValue(below(at, key), shape) : shape(value[key] as Json, below(at, key))
      if (read === undefined) fits = false
      else result[key] = read
    }
    return fits ? (result as ObjectOf<M>) : undefined
  }
}

function noValue(at: At, shape: Shape<unknown>): unknown {
  return shape === json ? null : at.report({ message: 'has no value', path: at.path, where: 'key' })
}

function list(words: readonly string[]): string {
  return words.length <= 1 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** A list of things of one shape. */
export function listOf<T>(
  shape: Shape<T>,
  options: { readonly min?: number; readonly max?: number } = {},
): Shape<readonly T[]> {
  const { min = 0, max = 1_000 } = options
  return (value, at) => {
    if (!Array.isArray(value)) return fail(at, `expected a list, found ${nameOf(value)}`)
    if (value.length < min)
      return fail(
        at,
        min === 1 ? 'the list is empty' : `the list has ${value.length} items, at least ${min} are needed`,
      )
    if (value.length > max) return fail(at, `the list has ${value.length} items, at most ${max} are allowed`)
    const items = value.map((item: Json, i) => shape(item, below(at, String(i))))
    return items.every((item) => item !== undefined) ? (items as T[]) : undefined
  }
}

/** An object with any keys (that `keyProblem` accepts) and values of one shape. */
export function recordOf<T>(
  shape: Shape<T>,
  keyProblem: (key: string) => string | undefined,
): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isObject(value)) return fail(at, `expected an object, found ${nameOf(value)}`)
    const entries: [string, T][] = []
    let fits = true
    for (const key of Object.keys(value)) {
      const problem = keyProblem(key)
      if (problem !== undefined) at.report({ message: problem, path: [...at.path, key], where: 'key' })
      const read = shape(value[key] as Json, below(at, key))
      if (problem !== undefined || read === undefined) fits = false
      else entries.push([key, read])
    }
    return fits ? Object.fromEntries(entries) : undefined
  }
}

/** Any JSON value. */
export const json: Shape<Json> = (value) => value

/** Any JSON object. */
export const jsonObject: Shape<{ readonly [key: string]: Json }> = (value, at) =>
  isObject(value)
    ? (value as { [key: string]: Json })
    : fail(at, `expected an object, found ${nameOf(value)}`)

/** A text of at most `max` characters; a number or `true` in its place is told to be quoted. */
export function text(
  max: number,
  problemOf: (text: string) => string | undefined = () => undefined,
): Shape<string> {
  return (value, at) => {
    if (typeof value === 'number' || typeof value === 'boolean') {
      return fail(at, `expected a text, found ${value}: write it in quotes`, `"${value}"`)
    }
    if (typeof value !== 'string') return fail(at, `expected a text, found ${nameOf(value)}`)
    if (value.length > max)
      return fail(at, `the text is ${value.length} characters long, at most ${max} are allowed`)
    const problem = problemOf(value)
    return problem === undefined ? value : fail(at, problem)
  }
}

/** A whole number within bounds. */
export function integer(min: number, max: number): Shape<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return fail(at, `expected a whole number, found ${nameOf(value)}`)
    if (value < min || value > max) return fail(at, `${value} is out of range, ${min} to ${max} is allowed`)
    return value
  }
}

/** True or false. */
export const flag: Shape<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : fail(at, `expected true or false, found ${nameOf(value)}`)

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]): Shape<W> {
  return (value, at) => {
    if (typeof value === 'string' && (words as readonly string[]).includes(value)) return value as W
    const meant = typeof value === 'string' ? suggest(value, words) : undefined
    return fail(at, `expected ${list(words)}, found ${nameOf(value)}`, meant)
  }
}
