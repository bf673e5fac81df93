import { compileCondition, compileExpression } from '@/lib/core/expression/expression'
import { compileTemplate } from '@/lib/core/expression/template'
import { parseSelector } from '@/lib/core/selector/parse'
import { readSubject, suggestSubject } from '@/lib/core/selector/subject'
import { type Amount, type Limit, parseAmount } from '@/lib/core/shared/amount'
import { parseDuration } from '@/lib/core/shared/duration'
import type { Json } from '@/lib/core/shared/json'
import { excerpt } from '@/lib/core/shared/suggest'
import { below, fail, nameOf, type Shape } from './shape'

/** A duration such as `30m`, within bounds in milliseconds. */
export function duration(bounds: { readonly minMs?: number; readonly maxMs?: number } = {}): Shape<string> {
  return (value, at) => {
    if (typeof value === 'number')
      return fail(at, `expected a duration such as 90s or 30m, found ${value} without a unit`, `${value}s`)
    if (typeof value !== 'string') return fail(at, `expected a duration such as 30m, found ${nameOf(value)}`)
    const ms = parseDuration(value)
    if (!ms.ok) return fail(at, `${ms.error}, found "${excerpt(value, 40)}"`)
    if (ms.value < (bounds.minMs ?? 0)) return fail(at, `${value} is too short`)
    if (bounds.maxMs !== undefined && ms.value > bounds.maxMs) return fail(at, `${value} is too long`)
    return value
  }
}

/** A whole number from `min` on, or a share above (or, with min 0, from) 0%. */
export function amount(min: 0 | 1): Shape<Amount> {
  return (value, at) => {
    const read = parseAmount(value)
    if (!read.ok) return fail(at, read.error)
    const number = typeof read.value === 'number' ? read.value : Number.parseFloat(read.value)
    if (typeof read.value === 'number' ? number < min : min > 0 && number <= 0) {
      return fail(
        at,
        `${read.value} is out of range, the smallest is ${typeof read.value === 'number' ? min : 'more than 0%'}`,
      )
    }
    return read.value
  }
}

/** An amount, or a list of amounts of which the smallest counts. */
export function limit(min: 0 | 1): Shape<Limit> {
  const one = amount(min)
  return (value, at) => {
    if (!Array.isArray(value)) return one(value, at)
    if (value.length === 0) return fail(at, 'the list is empty')
    if (value.length > 4) return fail(at, 'at most 4 amounts can be given')
    const amounts = value.map((item: Json, i) => one(item, below(at, String(i))))
    return amounts.every((item) => item !== undefined) ? (amounts as Amount[]) : undefined
  }
}

/** A selector that parses. */
export const selector: Shape<string> = (value, at) => {
  const source = typeof value === 'boolean' ? String(value) : value
  if (typeof source !== 'string') return fail(at, `expected a selector, found ${nameOf(value)}`)
  const parsed = parseSelector(source)
  if (parsed.ok) return source
  const { message, offset, suggestion } = parsed.error
  return at.report(
    suggestion === undefined
      ? { message, path: at.path, offset }
      : { message, path: at.path, offset, suggestion },
  )
}

/** A CEL expression over some roots; `condition` = it must not plainly answer anything but true or false. */
export function expression(roots: readonly string[], kind: 'condition' | 'value' = 'value'): Shape<string> {
  return (value, at) => {
    const source = typeof value === 'boolean' || typeof value === 'number' ? String(value) : value
    if (typeof source !== 'string') return fail(at, `expected an expression, found ${nameOf(value)}`)
    const compiled = kind === 'condition' ? compileCondition(source, roots) : compileExpression(source, roots)
    if (compiled.ok) return source
    const { message, offset, suggestion } = compiled.error
    return at.report(
      suggestion === undefined
        ? { message, path: at.path, offset }
        : { message, path: at.path, offset, suggestion },
    )
  }
}

/** Any JSON whose texts are templates over some roots. */
export function template<T extends Json>(shape: Shape<T>, roots: readonly string[]): Shape<T> {
  return (value, at) => {
    const read = shape(value, at)
    if (read === undefined) return undefined
    const compiled = compileTemplate(read, roots)
    if (compiled.ok) return read
    for (const error of compiled.error) {
      const path = [...at.path, ...(error.path ?? [])]
      const { message, offset, suggestion } = error
      at.report(suggestion === undefined ? { message, path, offset } : { message, path, offset, suggestion })
    }
    return undefined
  }
}

/** The name of a fact or label: `region`, `labels.ring`; with a minus before it where `descending` is allowed. */
export function subject(options: { readonly descending?: boolean } = {}): Shape<string> {
  return (value, at) => {
    if (typeof value !== 'string')
      return fail(at, `expected the name of a fact such as region, found ${nameOf(value)}`)
    const minus = options.descending === true && value.startsWith('-')
    const name = minus ? value.slice(1) : value
    if (readSubject(name)) return value
    const meant = suggestSubject(name)
    return fail(
      at,
      `unknown fact ${excerpt(name)}, expected a field of the cluster or labels.name`,
      meant && (minus ? `-${meant}` : meant),
    )
  }
}
