/** The longest wait that an answer may ask for: one hour, so that a wrong clock cannot stop a rollout. */
export const retryAfterMsMax = 3_600_000

/**
 * Reads a `Retry-After` header (RFC 9110: whole seconds, or an HTTP date) as milliseconds from `now`, from 0
 * to one hour; null when it is absent or malformed.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  const text = value?.trim()
  if (!text) return null
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text) * 1_000, retryAfterMsMax)
  // Only dates that begin with the name of a day: Date.parse alone would take "-5" for a year.
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, Math.min(at - now, retryAfterMsMax))
}
