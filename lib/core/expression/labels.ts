import type { ASTNode } from '@marcbachmann/cel-js'

/** The part of the CEL library's nodes that its types leave out: a node may be evaluated as another one. */
interface ReplaceableNode {
  setMeta(key: 'alternate', node: ASTNode): unknown
}

/**
 * Makes `has(cluster.labels.x)` ask whether the label is there. Absent labels read as null, and null is a value
 * to the library's `has()`; so each such call is evaluated as `"x" in cluster.labels` instead.
 */
export function absentLabels(tree: ASTNode, parse: (source: string) => ASTNode): void {
  const rest: ASTNode[] = [tree]
  while (rest.length > 0) {
    const node = rest.pop() as ASTNode
    if (node.op === 'call' && node.args[0] === 'has') {
      const lookup = labelLookup(node.args[1][0])
      if (lookup) (node as unknown as ReplaceableNode).setMeta('alternate', parse(lookup))
    } else rest.push(...children(node))
  }
}

function labelLookup(node: ASTNode | undefined): string | undefined {
  if (node?.op !== '.') return undefined
  const [owner, key] = node.args
  if (owner.op !== '.' || owner.args[1] !== 'labels' || owner.args[0].op !== 'id') return undefined
  const root = owner.args[0].args
  return root === 'cluster' || root === 'previous' ? `"${key}" in ${root}.labels` : undefined
}

/** Lists the nodes directly below a node. */
export function children(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}
