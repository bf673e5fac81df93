import { getOwn, isObject, type Json, type JsonObject } from '@/lib/core/shared/json'

/**
 * Reads what somebody wrote without judging it, for fields that show it beside what the validator says of it: an
 * amount that is no amount is still shown. What is absent is an empty text, because that is what an input shows.
 */

/** Reads a member of what should be an object. */
export const member = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) ? (getOwn(value, key) as Json | undefined) : undefined

/** Reads what should be an object; empty for anything else. */
export const objectIn = (value: Json | undefined): JsonObject =>
  isObject(value) ? (value as JsonObject) : {}

/** Reads one thing or a list of them as a list. */
export const itemsIn = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value as Json]

/** Reads a text or a number as a field shows it; several amounts or names with commas between. */
export function textIn(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(textIn).join(', ')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** Gives an object with a member changed, in its place; undefined takes it away. */
export function withMember(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const next: Record<string, Json> = { ...object }
  if (value === undefined) delete next[key]
  else next[key] = value
  return next
}

/** Gives a list with an item changed; undefined takes it away. */
export const withItem = (items: readonly Json[], index: number, value: Json | undefined): readonly Json[] =>
  value === undefined
    ? items.filter((_, i) => i !== index)
    : items.map((old, i) => (i === index ? value : old))

/** Writes what was typed for an amount as a document has it: a number, a share, several, or nothing. */
export function amountOf(typed: string): Json | undefined {
  const amounts = partsOf(typed).map((text) => (/^\d{1,15}$/.test(text) ? Number(text) : text))
  return amounts.length > 1 ? amounts : amounts[0]
}

/** Writes what was typed as names with commas between: one, several, or nothing. */
export function namesOf(typed: string): Json | undefined {
  const names = partsOf(typed)
  return names.length > 1 ? names : names[0]
}

/** Writes what was typed as a text, or nothing. */
export const wordsOf = (typed: string): string | undefined => (typed.trim() === '' ? undefined : typed)

const partsOf = (typed: string): string[] =>
  typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
