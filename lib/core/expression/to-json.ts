import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator'
import type { Json } from '@/lib/core/shared/json'
import { Version } from './values'

/**
 * Turns what CEL answers into JSON: whole numbers become numbers (texts beyond 2^53), instants ISO 8601 texts,
 * durations seconds such as `90s`. Undefined for what JSON cannot say (types, bytes, versions).
 */
export function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'bigint') return wholeNumber(value)
  if (Array.isArray(value) || value instanceof Set) return list([...value])
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString()
  if (value instanceof Map) return record([...value])
  if (typeof value !== 'object' || value instanceof Version || value instanceof Uint8Array) return undefined
  if (value instanceof UnsignedInt) return wholeNumber(value.valueOf())
  if (value instanceof Duration) return `${Number(value.seconds) + value.nanos / 1e9}s`
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? record(Object.entries(value)) : undefined
}

function wholeNumber(value: bigint): Json {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function list(values: readonly unknown[]): Json | undefined {
  const items: Json[] = []
  for (const value of values) {
    const item = toJson(value)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

function record(entries: readonly (readonly [unknown, unknown])[]): Json | undefined {
  const members: [string, Json][] = []
  for (const [key, value] of entries) {
    const member = toJson(value)
    if (member === undefined) return undefined
    members.push([String(key), member])
  }
  return Object.fromEntries(members)
}
