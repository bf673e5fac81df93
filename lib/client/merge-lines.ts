import { diffArrays } from 'diff'

/** A stretch of a three-way merge: what all agree on or only one side changed, or what both changed otherwise. */
export type MergeChunk =
  | { readonly kind: 'same' | 'mine' | 'theirs' | 'both'; readonly lines: readonly string[] }
  | {
      readonly kind: 'conflict'
      readonly base: readonly string[]
      readonly mine: readonly string[]
      readonly theirs: readonly string[]
    }

/**
 * Merges two changes of one text, line by line. What only one side changed is taken; where both changed the same
 * lines otherwise, the chunk is a conflict that somebody has to decide.
 */
export function mergeLines(base: string, mine: string, theirs: string): MergeChunk[] {
  const lines = base.split('\n')
  const [a, b] = [changesOf(lines, mine.split('\n')), changesOf(lines, theirs.split('\n'))]
  const chunks: MergeChunk[] = []
  let at = 0
  while (at < lines.length || a[0] || b[0]) {
    const next = Math.min(a[0]?.from ?? lines.length, b[0]?.from ?? lines.length)
    if (next > at) chunks.push({ kind: 'same', lines: lines.slice(at, next) })
    const [ours, others, to] = overlapping(a, b, next)
    if (ours.length > 0 || others.length > 0) {
      chunks.push(chunkOf(lines, next, to, ours, others))
    }
    at = Math.max(to, next)
  }
  return chunks
}

/** Writes the merged text; conflicts as decided, `mine` where nothing is said. */
export function mergedText(
  chunks: readonly MergeChunk[],
  decisions: Readonly<Record<number, 'mine' | 'theirs'>>,
): string {
  return chunks
    .flatMap((chunk, i) => (chunk.kind === 'conflict' ? chunk[decisions[i] ?? 'mine'] : chunk.lines))
    .join('\n')
}

/** Lines `from` up to but without `to` of the base, and what stands in their place. */
interface Change {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

function changesOf(base: readonly string[], changed: readonly string[]): Change[] {
  const changes: Change[] = []
  let at = 0
  for (const part of diffArrays([...base], [...changed])) {
    const last = changes.at(-1)
    const joins = last !== undefined && last.to === at && (part.added || part.removed)
    if (part.removed) {
      const former = joins ? last : { from: at, lines: [] }
      if (joins) changes.pop()
      changes.push({ from: former.from, to: at + part.value.length, lines: former.lines })
      at += part.value.length
    } else if (part.added) {
      const former = joins ? last : { from: at, to: at, lines: [] }
      if (joins) changes.pop()
      changes.push({ from: former.from, to: former.to, lines: [...former.lines, ...part.value] })
    } else at += part.value.length
  }
  return changes.flatMap(byLine)
}

/**
 * Splits a change that has as many lines as before into its lines: of two lines beside each other that they
 * changed, only the one that I changed, too, is in conflict.
 */
function byLine(change: Change): Change[] {
  const { from, to, lines } = change
  if (lines.length !== to - from) return [change]
  return lines.map((line, i) => ({ from: from + i, to: from + i + 1, lines: [line] }))
}

/** Takes from both sides the changes that touch each other, beginning at a line; answers where they end. */
function overlapping(a: Change[], b: Change[], from: number): [Change[], Change[], number] {
  const taken: [Change[], Change[]] = [[], []]
  let to = from
  let more = true
  while (more) {
    more = false
    for (const [side, queue] of [a, b].entries()) {
      const head = queue[0]
      if (!head || head.from > to || (head.from === to && to > from && head.from !== head.to)) continue
      queue.shift()
      taken[side]?.push(head)
      to = Math.max(to, head.to)
      more = true
    }
  }
  return [taken[0], taken[1], to]
}

function chunkOf(
  base: readonly string[],
  from: number,
  to: number,
  ours: readonly Change[],
  others: readonly Change[],
): MergeChunk {
  const mine = applied(base, from, to, ours)
  const theirs = applied(base, from, to, others)
  if (others.length === 0) return { kind: 'mine', lines: mine }
  if (ours.length === 0) return { kind: 'theirs', lines: theirs }
  if (mine.join('\n') === theirs.join('\n')) return { kind: 'both', lines: mine }
  return { kind: 'conflict', base: base.slice(from, to), mine, theirs }
}

function applied(base: readonly string[], from: number, to: number, changes: readonly Change[]): string[] {
  const lines: string[] = []
  let at = from
  for (const change of changes) {
    lines.push(...base.slice(at, change.from), ...change.lines)
    at = change.to
  }
  return [...lines, ...base.slice(at, to)]
}
