import { distance } from 'fastest-levenshtein'

/**
 * Finds the known word that was probably meant, or undefined when none is near enough (a third of its length,
 * at least two edits, letter case ignored). Words of more than 64 characters are never near.
 */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > 64) return undefined
  const lower = word.toLowerCase()
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const edits = distance(lower, candidate.toLowerCase())
    if (
      edits < bestDistance &&
      edits <= Math.max(2, Math.floor(candidate.length / 3)) &&
      edits < word.length
    ) {
      best = candidate
      bestDistance = edits
    }
  }
  return best
}

/** Shortens a text that a user gave, so that a message about a name of 10,000 characters stays readable. */
export function excerpt(text: string, maxLength = 60): string {
  const clean = text.replace(/\p{Cc}/gu, '�')
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1)}…`
}
