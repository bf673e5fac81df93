/** A place in one group of a disruption budget, which a start takes and its cluster keeps until it is healthy. */
export interface PlaceNeed {
  readonly budget: number
  readonly group: string
  readonly max: number
  /** Places that this rollout may take in the group, as a look has shown; infinite = the cluster has its own. */
  readonly free: number
  /** Why there is none, in words; empty while there is one. */
  readonly message: string
}

/** Names the group of a budget. */
export const placeKey = ({ budget, group }: Pick<PlaceNeed, 'budget' | 'group'>): string =>
  `${budget}:${group}`

interface Seen {
  at: number
  free: number
  /** Starts that were decided since, which the look cannot have counted. */
  starts: number[]
}

/**
 * How many places a rollout may still take, between one look and the next: what the last look has shown, less
 * what was started since. It only keeps a rollout from asking for more than there is; that no budget is ever
 * exceeded is decided where the start is written.
 */
export class Places {
  private readonly groups = new Map<string, Seen>()
  /** What targets in flight have taken, by their id; not known of what another worker had started. */
  private readonly taken: Map<number, readonly string[]>

  /** @param before those of an older load in this process: what is in flight has what it had. */
  constructor(before?: Places) {
    this.taken = new Map(before?.taken)
  }

  /** Takes in what a look has shown, unless a later one is known. */
  saw(need: PlaceNeed, at: number): void {
    if (need.free === Number.POSITIVE_INFINITY) return
    const key = placeKey(need)
    const known = this.groups.get(key)
    if (known && known.at > at) return
    const starts = known ? known.starts.filter((start) => start >= at) : []
    this.groups.set(key, { at, free: need.free, starts })
  }

  /** Finds the first of a cluster's needs for which there is no place now. */
  missing(needs: readonly PlaceNeed[]): PlaceNeed | undefined {
    return needs.find((need) => need.free !== Number.POSITIVE_INFINITY && this.left(need) <= 0)
  }

  /** Notes that a target's start has taken its places. */
  take(targetId: number, needs: readonly PlaceNeed[], now: number): void {
    for (const need of needs) this.groups.get(placeKey(need))?.starts.push(now)
    if (needs.length > 0) this.taken.set(targetId, needs.map(placeKey))
  }

  /** Forgets what a target that has come to rest had taken. @returns the groups in which a place may be free now. */
  giveBack(targetId: number): readonly string[] {
    const keys = this.taken.get(targetId) ?? []
    this.taken.delete(targetId)
    return keys
  }

  private left(need: PlaceNeed): number {
    const seen = this.groups.get(placeKey(need))
    return seen ? seen.free - seen.starts.length : 0
  }
}
