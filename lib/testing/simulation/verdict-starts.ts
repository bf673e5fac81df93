import type { Accepted } from './desk'
import type { Store, Stored } from './store'
import type { Say } from './verdict'

/** How late a start may be: workers that are dead or frozen, and writes that fail. */
const slackMs = 40_000

/** A draft starts by itself at its moment, not before, not while the line is stopped, and not much later. */
export function startsAreDue(
  id: number,
  stored: Stored,
  store: Store,
  accepted: readonly Accepted[],
  say: Say,
): void {
  let { startAt } = stored.launched
  let since = 0
  if (stored.launched.state !== 'draft') return
  for (const { type, at, data } of stored.log) {
    if (/^(target|phase)\.started$|^gate\./.test(type)) say(`at ${at} there was ${type} in a draft (2)`)
    if (startAt !== null && at > slackMs + dueAt(startAt, since, store))
      say(`at ${at} it had not started, though it was to at ${startAt} (10)`)
    since = at
    if (type === 'rollout.scheduled') startAt = (data as { startAt: number }).startAt
    else if (type === 'rollout.unscheduled') startAt = null
    else if (type === 'rollout.started') {
      const byItself = accepted.some(
        (one) => one.rollout === id && one.at === at && one.asked.type === 'start-due',
      )
      if (byItself && (startAt === null || at < startAt)) say(`at ${at} it started before ${startAt} (2)`)
      if (store.stops.some(({ from, until }) => from < at && at < until))
        say(`at ${at} it started while the line was stopped (4)`)
      return
    } else if (!/^rollout\.amend/.test(type)) return
  }
}

/** From when nothing keeps it from starting: its moment, or the end of a stop of the line. */
function dueAt(startAt: number, since: number, { stops }: Store): number {
  let due = Math.max(startAt, since)
  for (const { from, until } of stops) if (from <= due + slackMs && due < until) due = until
  return due
}
