import type pg from 'pg'

/** What a watcher tells about one rollout. */
export interface WatchListener {
  /** There are events up to this sequence number; never lower than before. */
  advanced(lastSeq: number): void
  /** The database cannot be reached (true), or can again (false). */
  trouble?(down: boolean): void
}

export interface Watcher {
  /** Starts to watch a rollout and tells its present position soon; call the answer to stop. */
  watch(rolloutId: number, listener: WatchListener): () => void
  /** Looks at once, if anybody watches: something was just changed through this process. */
  look(): void
  /** Stops for good. */
  close(): void
}

interface WatcherOptions {
  pool: pg.Pool
  /** How often to look while somebody watches. */
  everyMs?: number
  /** How often to look while the database cannot be reached. */
  everyWhenDownMs?: number
  onError?(error: unknown): void
}

interface Position {
  id: number
  last_seq: number
}

/**
 * Makes the one poller of this process: a single query tells how far every watched rollout has come, and
 * nothing is asked while nobody watches. Polled rather than notified: NOTIFY in the engine's transactions
 * would cost it more than half of its throughput.
 */
export function createWatcher({
  pool,
  everyMs = 150,
  everyWhenDownMs = 1_000,
  onError,
}: WatcherOptions): Watcher {
  const watched = new Map<number, Map<WatchListener, number>>()
  let timer: NodeJS.Timeout | null = null
  let polling = false
  /** Asked to look while a look was under way, which may have come too early. */
  let again = false
  let down = false
  let closed = false

  const schedule = () => {
    if (closed || polling || timer || watched.size === 0) return
    timer = setTimeout(poll, down ? everyWhenDownMs : everyMs)
    timer.unref()
  }

  const poll = async () => {
    timer = null
    polling = true
    try {
      const ids = [...watched.keys()]
      const found = await pool.query<Position>('SELECT id, last_seq FROM rollout WHERE id = ANY($1)', [ids])
      setDown(false)
      for (const row of found.rows) advance(row.id, row.last_seq)
    } catch (error) {
      if (!down) onError?.(error)
      setDown(true)
    } finally {
      polling = false
      if (again) lookNow()
      else schedule()
    }
  }

  const lookNow = () => {
    again = polling
    // While the database is away it is not asked more often.
    if (closed || polling || down || watched.size === 0) return schedule()
    if (timer) clearTimeout(timer)
    void poll()
  }

  const advance = (id: number, lastSeq: number) => {
    const listeners = watched.get(id)
    if (!listeners) return
    for (const [listener, told] of listeners) {
      if (lastSeq <= told) continue
      listeners.set(listener, lastSeq)
      listener.advanced(lastSeq)
    }
  }

  const setDown = (now: boolean) => {
    if (down === now) return
    down = now
    for (const listeners of watched.values()) for (const listener of listeners.keys()) listener.trouble?.(now)
  }

  return {
    watch(rolloutId, listener) {
      const listeners = watched.get(rolloutId) ?? new Map<WatchListener, number>()
      watched.set(rolloutId, listeners.set(listener, -1))
      if (down) listener.trouble?.(true)
      schedule()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && watched.get(rolloutId) === listeners) watched.delete(rolloutId)
      }
    },
    look: lookNow,
    close() {
      closed = true
      if (timer) clearTimeout(timer)
      watched.clear()
    },
  }
}
