import { getOwn, isObject, type Json, type JsonObject } from '@/lib/core/shared/json'

/**
 * What makes one JSON value into another, as JSON. A list replaces: `[value]` puts the value there, `[]` takes the
 * member away. An object goes down: it names the members (of a list: the places) that differ, each with its own
 * delta. Where things of a list have come, gone or moved, `#` first says from which place each comes; -1 = it is new.
 * What is not named stays.
 */
export type Delta = readonly [] | readonly [Json] | Members

interface Members {
  readonly [member: string]: Delta
}

const orderKey = '#'

/** What tells the things of a list apart: two with the same of these are the same thing, changed or not. */
const identities = ['id', 'kind', 'phase', 'gate', 'name']

/** Finds what makes `before` into `after`; null = they are the same. */
export function deltaOf(before: Json, after: Json): Delta | null {
  if (before === after) return null
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after)
  if (isObject(before) && isObject(after)) return ofObjects(before as JsonObject, after as JsonObject)
  return [after]
}

/**
 * Makes a value into the next one; `before` stays as it was, and what has not changed is shared with it.
 * @throws RangeError where the delta was made for another value.
 */
export function withDelta(before: Json | undefined, delta: Delta): Json | undefined {
  if (isReplacement(delta)) return delta[0]
  if (Array.isArray(before)) return changedList(before, delta)
  if (!isObject(before)) throw new RangeError('a change goes down into what has no members')
  const next = new Map(Object.entries(before as JsonObject))
  for (const [name, change] of Object.entries(delta)) {
    const value = withDelta(next.get(name), change)
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  }
  return Object.fromEntries(next)
}

const isReplacement = (delta: Delta): delta is readonly [] | readonly [Json] => Array.isArray(delta)

function ofLists(before: readonly Json[], after: readonly Json[]): Delta | null {
  const order = originsOf(before, after)
  const members = after.flatMap((value, at): [string, Delta][] => {
    const from = order[at] as number
    const delta = from < 0 ? ([value] as const) : deltaOf(before[from] as Json, value)
    return delta === null ? [] : [[String(at), delta]]
  })
  const stays = before.length === after.length && order.every((from, at) => from === at)
  if (!stays) members.unshift([orderKey, [order]])
  return ofMembers(members)
}

/** Finds, for each thing of a list, at which place it was before; -1 = nowhere. Each place is given once. */
function originsOf(before: readonly Json[], after: readonly Json[]): number[] {
  const places = new Map<string, number[]>()
  for (const [place, value] of before.entries()) {
    const identity = identityOf(value)
    places.set(identity, [...(places.get(identity) ?? []), place])
  }
  return after.map((value) => places.get(identityOf(value))?.shift() ?? -1)
}

const identityOf = (value: Json): string =>
  isObject(value) ? JSON.stringify(identities.map((name) => getOwn(value, name) ?? null)) : ''

function ofObjects(before: JsonObject, after: JsonObject): Delta | null {
  const members = Object.entries(after).flatMap(([name, value]): [string, Delta][] => {
    const had = getOwn(before, name) as Json | undefined
    const delta = had === undefined ? ([value] as const) : deltaOf(had, value)
    return delta === null ? [] : [[name, delta]]
  })
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) members.push([name, []])
  return ofMembers(members)
}

const ofMembers = (members: [string, Delta][]): Delta | null =>
  members.length === 0 ? null : Object.fromEntries(members)

function changedList(before: readonly Json[], { [orderKey]: order, ...changes }: Members): Json[] {
  const next = order ? placesOf(order).map((from) => before[from]) : [...before]
  for (const [place, change] of Object.entries(changes)) {
    if (!Object.hasOwn(next, place)) throw new RangeError('a change goes beyond the end of a list')
    next[Number(place)] = withDelta(next[Number(place)], change)
  }
  if (next.includes(undefined)) throw new RangeError('a place of a list stays empty')
  return next as Json[]
}

function placesOf(order: Delta): number[] {
  const places = isReplacement(order) ? order[0] : undefined
  if (Array.isArray(places) && places.every((place) => typeof place === 'number')) return places
  throw new RangeError('the order of a list is none')
}
