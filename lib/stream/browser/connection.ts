import type { EndReason } from './requests'

/** How far what is on the screen can be trusted, honestly. */
export type Connection =
  /** Nothing has arrived yet. */
  | { state: 'connecting' }
  /** What is shown is what is. */
  | { state: 'live' }
  /** Connected again, and reading what happened meanwhile. */
  | { state: 'catching_up' }
  /** The server is silent; `since` is the instant of the data shown, epoch ms. */
  | { state: 'stale'; since: number }
  /** The connection is lost and will be tried again. */
  | { state: 'reconnecting'; since: number; attempt: number }
  /** The browser has no network. */
  | { state: 'offline'; since: number }
  /** The server is there, its database is not. */
  | { state: 'database'; since: number }
  /** It will not come back by itself. */
  | { state: 'ended'; since: number; reason: EndReason; message: string }

/** Tells whether clocks may run: what is shown is at most a moment old. */
export const isFresh = (connection: Connection): boolean => connection.state === 'live'

/** How long to wait before the nth attempt (from 1): doubling, from 250 ms to 8 s, spread by `random` in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(8_000, 250 * 2 ** (attempt - 1))
  return Math.round(ceiling * (0.5 + random / 2))
}
