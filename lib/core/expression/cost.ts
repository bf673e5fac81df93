/**
 * Loops are what can make an expression slow: nested over the same list they take its length to the power of
 * their depth, and what stands inside (`x in list`, `list + list`) can cost another length. So before a loop runs,
 * the longest collection of the context is measured and its power held against a budget. Without loops the time
 * is at most the tree's size times the context's, both of which are bounded elsewhere.
 */
const operationsMax = 25_000_000

/** Says why the loops of an expression would take too long over a context, or undefined when they will not. */
export function loopProblem(
  loopDepth: number,
  context: Readonly<Record<string, unknown>>,
): string | undefined {
  if (loopDepth === 0) return undefined
  const lengthMax = Math.floor(operationsMax ** (1 / (loopDepth + 1)))
  const longest = longestCollection(context)
  if (longest <= lengthMax) return undefined
  return `a collection of ${longest} is too long for ${loopDepth === 1 ? 'a loop' : 'nested loops'}, at most ${lengthMax} is allowed here`
}

function longestCollection(value: unknown): number {
  let longest = 0
  const rest: unknown[] = [value]
  while (rest.length > 0) {
    const item = rest.pop()
    if (typeof item === 'string') longest = Math.max(longest, Math.ceil(item.length / 64))
    else if (typeof item === 'object' && item !== null) {
      const members = item instanceof Map ? [...item.values()] : Object.values(item)
      longest = Math.max(longest, members.length)
      for (const member of members) rest.push(member)
    }
  }
  return longest
}
