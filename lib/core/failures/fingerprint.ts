import { hashText } from '@/lib/core/shared/hash'

/**
 * Which rules made a fingerprint. Two failures have one cause only if the same rules say so: whoever changes
 * `normaliseMessage` raises it, and no stored fingerprint is ever taken for a new one.
 */
export const fingerprintVersion = 1

/** What is known of one failure. */
export interface Failure {
  readonly cluster: string
  readonly step: string | null
  readonly reason: string | null
  readonly message: string | null
}

const messageLengthMax = 300
/** What is read of a message: its end is output, not the cause. */
const readLengthMax = 4_000

/** From the most particular to the least: what an earlier rule took, no later one sees. */
const rules: readonly [pattern: string, word: string | null][] = [
  [String.raw`\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?`, '<time>'],
  [String.raw`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`, '<id>'],
  [String.raw`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b`, '<address>'],
  // A version tells causes apart, and so does what a protocol or a program says in a number.
  [String.raw`\bv?\d+\.\d+(?:\.\d+)+(?:[-+][\w.]+)?\b`, null],
  [String.raw`\b(?:HTTP|status|code|exit|errno|error)[ :=#]*\d{1,5}\b`, null],
  [String.raw`\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b`, '<id>'],
  [String.raw`\d+(?:[.,]\d+)*\s?(?:ms|s|m|h|min|sec|seconds?|minutes?|hours?)\b`, '<duration>'],
  [String.raw`\d+(?:[.,]\d+)*`, '<n>'],
]
const pattern = new RegExp(rules.map(([source]) => `(${source})`).join('|'), 'gi')

/** Takes out of a message what differs from one cluster to the next, and leaves what says the cause. */
export function normaliseMessage(message: string, cluster: string): string {
  const text = message.slice(0, readLengthMax)
  const named = cluster === '' ? text : text.replaceAll(cluster, '<cluster>')
  return named
    .replace(pattern, (found, ...groups) => {
      const rule = rules[groups.findIndex((group) => group !== undefined)]
      return rule?.[1] ?? found
    })
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, messageLengthMax)
}

/** Names the cause of a failure: failures with one fingerprint failed at the same step in the same words. */
export function fingerprintOf({ cluster, step, reason, message }: Failure): string {
  const words = normaliseMessage(message ?? '', cluster)
  return `f${fingerprintVersion}-${hashText(JSON.stringify([step, reason, words])).slice(0, 12)}`
}
