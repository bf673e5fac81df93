import { err, ok, type Result } from './result'
import { writtenCount } from './written-count'

/**
 * Numbers that may be a share. Best systems round them differently, and it matters at 3 a.m.: a failure budget
 * of `10%` over 7 clusters tolerates 0 failures here, never 1. So rounding belongs to what the number is for:
 * budgets and concurrency go down (concurrency to at least 1, or nothing would ever start), samples and ramp
 * steps go up. Shares are resolved in whole numbers: in floating point 7 % of 100 is 7.000000000000001, which
 * rounded up would take one cluster more than was asked for.
 */
export type Share = `${number}%`

/** A number of clusters, or a share of some base. */
export type Amount = number | Share

/** An amount, or several of which the smallest counts (`[5, 10%]`: 10 %, but never more than 5). */
export type Limit = Amount | readonly Amount[]

/** What an amount is for; it decides the rounding. */
export type AmountUse = 'budget' | 'concurrency' | 'take' | 'step'

const sharePattern = /^(\d{1,3})(?:\.(\d{1,4}))?%$/

/** Tells whether a value is written as a share between 0% and 100% (up to four decimals). */
export function isShare(value: unknown): value is Share {
  if (typeof value !== 'string') return false
  const match = sharePattern.exec(value)
  return match !== null && Number(value.slice(0, -1)) <= 100
}

/** Reads a whole number or a share, refusing what is out of range with words for people. */
export function parseAmount(value: unknown): Result<Amount, string> {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return err('expected a whole number or a share such as 10%')
    return value >= 0 ? ok(value) : err(`${value} is out of range, the smallest is 0`)
  }
  if (isShare(value)) return ok(value)
  if (typeof value === 'string' && sharePattern.test(value))
    return err(`${value} is out of range, the largest is 100%`)
  return err('expected a whole number or a share such as 10%')
}

function resolveOne(amount: Amount, base: number, use: AmountUse): number {
  if (typeof amount === 'number') return amount
  const match = sharePattern.exec(amount)
  if (!match) return 0
  const decimals = match[2] ?? ''
  const scale = 100 * 10 ** decimals.length
  const product = Number(`${match[1]}${decimals}`) * base
  return use === 'take' || use === 'step' ? Math.ceil(product / scale) : Math.floor(product / scale)
}

/**
 * Resolves an amount over a base (clusters in a phase, say) to a whole number. Concurrency is at least 1;
 * `take` and `step` are at most the base.
 */
export function resolveAmount(limit: Limit, base: number, use: AmountUse): number {
  const amounts = Array.isArray(limit) ? (limit as readonly Amount[]) : [limit as Amount]
  const smallest = Math.min(...amounts.map((amount) => resolveOne(amount, base, use)))
  switch (use) {
    case 'budget':
      return smallest
    case 'concurrency':
      return Math.max(1, smallest)
    case 'take':
    case 'step':
      return Math.min(base, smallest)
  }
}

/** Writes an amount as in a document: `10%`, `5`, or `the smaller of 5 and 10%`. */
export function formatLimit(limit: Limit): string {
  if (!Array.isArray(limit)) return String(limit)
  return limit.length === 1 ? String(limit[0]) : `the smaller of ${limit.join(' and ')}`
}

/**
 * Says what an amount comes to: `10% of 7 = 0`, `20% of 3 = 0, at least 1`, `5`.
 */
export function describeAmount(limit: Limit, base: number, use: AmountUse = 'budget'): string {
  const resolved = resolveAmount(limit, base, use)
  if (typeof limit === 'number') return String(resolved)
  if (Array.isArray(limit))
    return `${formatLimit(limit)} (of ${writtenCount(base)}) = ${writtenCount(resolved)}`
  const plain = resolveOne(limit as Amount, base, use)
  return plain === resolved
    ? `${limit} of ${writtenCount(base)} = ${writtenCount(plain)}`
    : `${limit} of ${writtenCount(base)} = ${writtenCount(plain)}, at least ${writtenCount(resolved)}`
}
