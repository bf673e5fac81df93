/** What one rollout is without its targets, as readers get it: all of it first, then only the fields that changed. */
export class Header {
  /** The whole as JSON. */
  json = 'null'
  /** The fields in which it differs from the version before, as JSON. */
  patch = 'null'
  /** How often it has changed. */
  version = 0
  private fields = new Map<string, string>()

  /** Takes what was read; false when nothing in it is news. */
  take(read: object): boolean {
    const fields = new Map(
      Object.entries(read)
        .filter(([name]) => !counting.has(name))
        .map(([name, value]) => [name, JSON.stringify(value, withoutCounts)]),
    )
    const changed = new Set([...fields.keys()].filter((name) => this.fields.get(name) !== fields.get(name)))
    if (changed.size === 0) return false
    this.fields = fields
    this.json = JSON.stringify(read)
    this.patch = JSON.stringify(
      Object.fromEntries(Object.entries(read).filter(([name]) => changed.has(name))),
    )
    this.version++
    return true
  }
}

/** Readers count for themselves: what only counts has changed is no news. */
const counting: ReadonlySet<string> = new Set(['counts', 'lastSeq'])
const withoutCounts = (key: string, value: unknown): unknown => (counting.has(key) ? undefined : value)
