/** What kind of request an entry belongs to. */
export type Action = 'start' | 'poll' | 'cancel' | 'health' | 'read' | 'unknown'

/** One thing that happened at the control plane. */
export interface JournalEntry {
  /** From 1, without gaps. */
  readonly seq: number
  /** Wall clock, epoch ms. */
  readonly at: number
  /** Milliseconds since the control plane started; never jumps. */
  readonly monotonic: number
  /**
   * `received` a request, `applied` its effect, `responded` to it (`status`; 0 = the connection was cut
   * instead), `ended` an operation (`outcome`).
   */
  readonly type: 'received' | 'applied' | 'responded' | 'ended'
  readonly action: Action
  /** The request, so that what belongs together can be joined; 0 for `ended`. */
  readonly request: number
  readonly cluster: string | null
  readonly key: string | null
  readonly generation: number | null
  readonly step: string | null
  readonly operation: string | null
  readonly status?: number
  readonly retryAfterMs?: number
  readonly outcome?: 'done' | 'failed' | 'cancelled'
  readonly version?: string | null
}

/** What an entry says besides its number and its times. */
export type JournalFact = Omit<JournalEntry, 'seq' | 'at' | 'monotonic'>

/** The append-only record of a control plane: what it says happened, happened, whatever anybody else believes. */
export interface Journal {
  append(fact: JournalFact): JournalEntry
  /** Copies the entries after a sequence number. */
  entries(after?: number): JournalEntry[]
}

/** Opens an empty journal. */
export function createJournal(): Journal {
  const entries: JournalEntry[] = []
  const began = performance.now()
  return {
    append(fact) {
      const times = { at: Date.now(), monotonic: performance.now() - began }
      const entry: JournalEntry = { seq: entries.length + 1, ...times, ...fact }
      entries.push(entry)
      return entry
    },
    entries: (after = 0) => entries.slice(after),
  }
}
