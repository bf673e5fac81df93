import { err, ok, type Result } from './result'

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
type Unit = keyof typeof unitMs

const pattern = /^(?:\d+(?:ms|d|h|m|s))+$/
const part = /(\d+)(ms|d|h|m|s)/g

/** The longest duration that is accepted: 366 days, so that sums of a few stay far from overflowing. */
export const durationMsMax = 366 * unitMs.d

/**
 * Reads a duration such as `90s`, `30m`, `2h`, `1d`, `500ms` or `1h30m` into milliseconds; refuses anything
 * else, and what is longer than 366 days.
 */
export function parseDuration(text: string): Result<number, string> {
  if (text.length > 40 || !pattern.test(text)) {
    return err('expected a duration such as 90s, 30m, 2h or 1d')
  }
  let ms = 0
  for (const [, count, unit] of text.matchAll(part)) ms += Number(count) * unitMs[unit as Unit]
  return ms <= durationMsMax ? ok(ms) : err('a duration can be at most 366d')
}

/**
 * Writes milliseconds as the shortest exact duration that `parseDuration` reads back: 5,400,000 is `1h30m`,
 * 0 is `0s`.
 */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.round(ms))
  let text = ''
  for (const unit of ['d', 'h', 'm', 's', 'ms'] as const) {
    const count = Math.floor(rest / unitMs[unit])
    if (count > 0) text += `${count}${unit}`
    rest -= count * unitMs[unit]
  }
  return text || '0s'
}
