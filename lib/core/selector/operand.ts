import { clusterFields } from '@/lib/core/shared/cluster-facts'
import { excerpt, suggest } from '@/lib/core/shared/suggest'
import { isStorableText } from '@/lib/core/shared/text-order'
import { field, label, type Subject } from './ast'
import type { CelNode } from './cel-tree'
import { refuse } from './refusal'
import { isClusterField } from './subject'
import { quote } from './write'

/** One side of a comparison: a fact, the version of the cluster as a version, or a value of either kind. */
export type Operand =
  | { readonly kind: 'subject'; readonly subject: Subject }
  | { readonly kind: 'version' }
  | { readonly kind: 'literal'; readonly node: CelNode; readonly value: string | number | boolean | null }
  | { readonly kind: 'versionLiteral'; readonly value: string }

/** Reads one side of a comparison. */
export function readOperand(node: CelNode): Operand {
  switch (node.op) {
    case 'value':
      return { kind: 'literal', node, value: readLiteral(node, node.args) }
    case '-_': {
      const value = node.args.op === 'value' ? readLiteral(node, node.args.args) : undefined
      if (typeof value !== 'number') return refuse(node, 'a minus can only stand before a number')
      return { kind: 'literal', node, value: value === 0 ? 0 : -value }
    }
    case 'call':
      if (node.args[0] === 'version') return readVersion(node, node.args[1])
      return refuse(
        node,
        `unknown function ${excerpt(node.args[0])}()`,
        suggest(node.args[0], ['version', 'has']),
      )
    case 'id':
    case '.':
    case '[]':
      return { kind: 'subject', subject: readSubjectNode(node) }
    default:
      return refuse(node, 'only facts of the cluster and values can be compared')
  }
}

function readVersion(node: CelNode, args: readonly CelNode[]): Operand {
  const operand = args.length === 1 ? readOperand(args[0] as CelNode) : undefined
  if (operand?.kind === 'literal' && typeof operand.value === 'string') {
    return { kind: 'versionLiteral', value: operand.value }
  }
  if (operand?.kind === 'subject' && operand.subject.kind === 'field' && operand.subject.name === 'version') {
    return { kind: 'version' }
  }
  return refuse(node, 'version() takes cluster.version or a text such as "3.9.1"')
}

function readLiteral(node: CelNode, value: unknown): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') {
    return isStorableText(value)
      ? value
      : refuse(node, 'the text has characters that no fact can have (NUL or half a surrogate pair)')
  }
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number)
      ? number
      : refuse(node, `the number ${excerpt(String(value))} is too large`)
  }
  return refuse(node, 'only texts, numbers and null can be compared')
}

/** Lists the names of a path such as `cluster.labels["x"]`, or undefined when the node is no path. */
export function readPath(node: CelNode): string[] | undefined {
  const names: string[] = []
  let rest = node
  while (rest.op === '.' || rest.op === '[]') {
    if (rest.op === '.') names.push(rest.args[1])
    else if (rest.args[1].op === 'value' && typeof rest.args[1].args === 'string')
      names.push(rest.args[1].args)
    else return undefined
    rest = rest.args[0]
  }
  if (rest.op !== 'id') return undefined
  names.push(rest.args)
  return names.reverse()
}

/** Reads a fact of the cluster or a label; refuses unknown ones, naming what was probably meant. */
export function readSubjectNode(node: CelNode): Subject {
  const path = readPath(node)
  if (!path)
    return refuse(node, 'expected a fact of the cluster such as cluster.region or cluster.labels.ring')
  const [root = '', name, key, ...more] = path
  const written = excerpt(path.join('.'))
  if (root !== 'cluster') return refuse(node, `unknown field ${written}`, suggestPath(root, name))
  if (name === undefined) return refuse(node, 'name a fact of the cluster', 'cluster.region')
  if (name === 'labels') {
    if (key === undefined) return refuse(node, 'name a label', 'cluster.labels.ring')
    if (more.length > 0)
      return refuse(
        node,
        'a label has no fields of its own',
        `cluster.labels[${quote(path.slice(2).join('.'))}]`,
      )
    if (key.length > 253 || key === '' || !isStorableText(key))
      return refuse(node, 'this cannot be the key of a label')
    return label(key)
  }
  if (!isClusterField(name)) {
    if (name === 'connection' || name === 'nodes' || name === 'id') {
      return refuse(node, `cluster.${name} cannot be used in a selector`)
    }
    const near = suggest(name, [...clusterFields, 'labels'])
    if (near !== undefined)
      return refuse(
        node,
        `unknown field ${written}`,
        key === undefined ? `cluster.${near}` : `cluster.${near}.${excerpt(key)}`,
      )
    return refuse(
      node,
      `unknown field ${written}; free labels are written cluster.labels.name`,
      `cluster.labels.${excerpt(name)}`,
    )
  }
  if (key !== undefined) return refuse(node, `cluster.${name} has no fields of its own`, `cluster.${name}`)
  return field(name)
}

function suggestPath(root: string, name: string | undefined): string | undefined {
  if (isClusterField(root)) return `cluster.${root}`
  if (root === 'labels' || root === 'label') return `cluster.labels.${excerpt(name ?? 'name')}`
  const nearRoot = suggest(root, ['cluster', 'labels', ...clusterFields])
  if (nearRoot === undefined) return undefined
  if (nearRoot !== 'cluster') return `cluster.${nearRoot}`
  if (name === undefined) return 'cluster'
  return `cluster.${suggest(name, [...clusterFields, 'labels']) ?? excerpt(name)}`
}
