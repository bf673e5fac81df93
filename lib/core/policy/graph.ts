/** A phase in the drawing of a policy's order: its layer in time, and its row in the layer. */
export interface GraphNode {
  readonly index: number
  readonly layer: number
  readonly row: number
}

export interface PolicyGraph {
  readonly nodes: readonly GraphNode[]
  /** From and to, as places of phases; what follows from other edges is left out. */
  readonly edges: readonly (readonly [number, number])[]
  readonly layers: number
  /** Rows of the fullest layer. */
  readonly rows: number
}

/**
 * Lays out the order of phases: each phase stands one layer after the last phase it waits for, the rows of a layer
 * follow the rows of what they wait for. Null when phases wait for each other in a circle.
 */
export function layOutPhases(
  ids: readonly string[],
  after: readonly (readonly string[])[],
): PolicyGraph | null {
  const places = new Map(ids.map((id, i) => [id, i]))
  const before = after.map((names) =>
    names.map((name) => places.get(name)).filter((place) => place !== undefined),
  )
  const layers = layersOf(before)
  if (!layers) return null
  const depth = layers.reduce((max, layer) => Math.max(max, layer + 1), 0)
  const rowOf: number[] = new Array(ids.length).fill(0)
  let rows = 0
  for (let layer = 0; layer < depth; layer += 1) {
    const members = ids.map((_, i) => i).filter((i) => layers[i] === layer)
    const wish = (i: number) => {
      const above = before[i] as readonly number[]
      return above.length === 0 ? i : above.reduce((sum, k) => sum + (rowOf[k] as number), 0) / above.length
    }
    members.sort((a, b) => wish(a) - wish(b) || a - b)
    members.forEach((i, row) => {
      rowOf[i] = row
    })
    rows = Math.max(rows, members.length)
  }
  return {
    nodes: ids.map((_, index) => ({
      index,
      layer: layers[index] as number,
      row: rowOf[index] as number,
    })),
    edges: essentialEdges(before),
    layers: depth,
    rows,
  }
}

/** The longest way to each phase; undefined when one leads to itself. */
function layersOf(before: readonly (readonly number[])[]): number[] | undefined {
  const layers: (number | undefined)[] = new Array(before.length).fill(undefined)
  let left = before.length
  while (left > 0) {
    const ready = before.flatMap((names, i) =>
      layers[i] === undefined && names.every((k) => layers[k] !== undefined) ? [i] : [],
    )
    if (ready.length === 0) return undefined
    for (const i of ready) {
      layers[i] = Math.max(-1, ...(before[i] as readonly number[]).map((k) => layers[k] as number)) + 1
    }
    left -= ready.length
  }
  return layers as number[]
}

/** Leaves out edges that a longer way says, too: A → C beside A → B → C. */
function essentialEdges(before: readonly (readonly number[])[]): [number, number][] {
  const reach = new Map<number, Set<number>>()
  const ancestors = (i: number): Set<number> => {
    const known = reach.get(i)
    if (known) return known
    const found = new Set<number>()
    reach.set(i, found)
    for (const k of before[i] as readonly number[]) {
      found.add(k)
      for (const far of ancestors(k)) found.add(far)
    }
    return found
  }
  return before.flatMap((names, i) =>
    names
      .filter((k) => !names.some((other) => other !== k && ancestors(other).has(k)))
      .map((k): [number, number] => [k, i]),
  )
}
