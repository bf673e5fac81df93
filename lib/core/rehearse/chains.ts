/**
 * Divides phases into as few chains as it can, each of phases of which one comes after the other, so that at most
 * one of a chain has anything in flight at a time. (Dilworth's theorem, by matching each phase with one that follows.)
 *
 * @param after for each phase, by index, the phases it comes directly after; without circles
 */
export function chainsOf(after: readonly (readonly number[])[]): number[][] {
  const following = closure(after)
  const next = new Map<number, number>()
  const before = new Map<number, number>()

  function match(from: number, tried: Set<number>): boolean {
    for (const to of following[from] ?? []) {
      if (tried.has(to)) continue
      tried.add(to)
      const rival = before.get(to)
      if (rival !== undefined && !match(rival, tried)) continue
      next.set(from, to)
      before.set(to, from)
      return true
    }
    return false
  }

  for (const from of after.keys()) match(from, new Set())
  const chains: number[][] = []
  after.forEach((_, start) => {
    if (before.has(start)) return
    const chain = [start]
    for (let at = next.get(start); at !== undefined; at = next.get(at)) chain.push(at)
    chains.push(chain)
  })
  return chains
}

/** For each phase all that follow it, directly or through others. */
function closure(after: readonly (readonly number[])[]): number[][] {
  const direct = after.map((_, index) =>
    after.flatMap((before, other) => (before.includes(index) ? [other] : [])),
  )
  return direct.map((_, from) => {
    const seen = new Set<number>()
    const open = [...(direct[from] ?? [])]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      open.push(...(direct[at] ?? []))
    }
    return [...seen]
  })
}
