import type { Json } from '@/lib/core/shared/json'
import { type Delta, deltaOf } from '@/lib/stream/delta'

/** What one rollout is without its targets, as readers get it: all of it first, then only what has changed in it. */
export class Header {
  /** The whole as JSON. */
  json = 'null'
  /** What makes the version before into this one, as JSON. */
  patch = 'null'
  /** How often it has changed. */
  version = 0
  private value: Json = null

  /** Takes what was read; false when nothing in it is news: readers keep the version they have. */
  take(read: object): boolean {
    const json = JSON.stringify(read)
    // As readers have it, who get it as JSON: members that are undefined are none.
    const value = JSON.parse(json) as Json
    const delta = deltaOf(this.value, value)
    if (delta === null || !isNews(delta)) return false
    this.value = value
    this.json = json
    this.patch = JSON.stringify(delta)
    this.version++
    return true
  }
}

/** Readers count for themselves: what only counts has changed is no news. */
const counting: ReadonlySet<string> = new Set(['counts', 'lastSeq'])

const isNews = (delta: Delta): boolean =>
  Array.isArray(delta) ||
  Object.entries(delta).some(([name, change]) => !counting.has(name) && isNews(change as Delta))
