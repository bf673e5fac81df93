import { excerpt, suggest } from '@/lib/core/shared/suggest'
import {
  always,
  and,
  type CompareOperator,
  compare,
  compareOperators,
  has,
  isIn,
  label,
  not,
  or,
  type Selector,
  type TextOperator,
  text,
  textOperators,
  version,
} from './ast'
import type { CelNode } from './cel-tree'
import { type Operand, readOperand, readPath, readSubjectNode } from './operand'
import { refuse } from './refusal'
import { isNullable, isNumeric } from './subject'
import { printSubject, quote } from './write'

const comparisons: ReadonlySet<string> = new Set(compareOperators)
const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** Turns the CEL tree of a condition into a selector; refuses, by throwing a `Refusal`, all that is not in the subset. */
export function convert(node: CelNode): Selector {
  switch (node.op) {
    case 'value':
      if (typeof node.args === 'boolean') return always(node.args)
      return refuse(node, 'this is a value, not a condition')
    case '&&':
      return and(chain(node, '&&').map(convert))
    case '||':
      return or(chain(node, '||').map(convert))
    case '!_':
      return not(convert(node.args))
    case 'in':
      return convertIn(node.args[0], node.args[1])
    case 'call':
      return convertCall(node, node.args[0], node.args[1])
    case 'rcall':
      return convertMethod(node, node.args[0], node.args[1], node.args[2])
    case 'id':
    case '.':
    case '[]': {
      const subject = readSubjectNode(node)
      return refuse(
        node,
        'this is not a condition by itself: compare it with a value',
        `${printSubject(subject)} == ${isNumeric(subject) ? '1' : '"…"'}`,
      )
    }
    default:
      if (comparisons.has(node.op)) {
        const [left, right] = node.args as [CelNode, CelNode]
        return convertComparison(node, left, node.op as CompareOperator, right)
      }
      return refuse(node, `${describeOperator(node.op)} cannot be used in a selector`)
  }
}

function describeOperator(op: string): string {
  switch (op) {
    case '?:':
      return 'a choice (… ? … : …)'
    case 'list':
      return 'a list by itself'
    case 'map':
      return 'a map'
    case '-_':
      return 'a number by itself'
    default:
      return `the operator ${op}`
  }
}

/** Lists the operands of a chain of one operator; a loop, since a chain of thousands must not eat the stack. */
function chain(node: CelNode, op: '&&' | '||'): CelNode[] {
  const operands: CelNode[] = []
  let rest: CelNode = node
  while (rest.op === op) {
    operands.push(rest.args[1])
    rest = rest.args[0]
  }
  operands.push(rest)
  return operands.reverse()
}

function convertComparison(node: CelNode, left: CelNode, op: CompareOperator, right: CelNode): Selector {
  const a = readOperand(left)
  const b = readOperand(right)
  if (isLiteral(a)) {
    if (isLiteral(b)) return refuse(node, 'this compares two values: one side must be a fact of the cluster')
    return compareOperands(node, b, mirrored[op], a)
  }
  if (!isLiteral(b)) return refuse(node, 'this compares two facts of the cluster: one side must be a value')
  return compareOperands(node, a, op, b)
}

type Literal = Extract<Operand, { kind: 'literal' | 'versionLiteral' }>
const isLiteral = (operand: Operand): operand is Literal =>
  operand.kind === 'literal' || operand.kind === 'versionLiteral'

function compareOperands(
  node: CelNode,
  left: Exclude<Operand, Literal>,
  op: CompareOperator,
  right: Literal,
): Selector {
  if (left.kind === 'version') {
    if (right.kind === 'versionLiteral') return version(op, right.value)
    return refuse(
      node,
      'a version is compared with a version',
      `version(cluster.version) ${op} version(${quote(String(right.value))})`,
    )
  }
  const { subject } = left
  const isVersion = subject.kind === 'field' && subject.name === 'version'
  if (right.kind === 'versionLiteral') {
    return refuse(
      node,
      'a version is compared with a version',
      isVersion ? `version(cluster.version) ${op} version(${quote(right.value)})` : undefined,
    )
  }
  if (isVersion && op !== '==' && op !== '!=' && right.value !== null) {
    const meant = `version(cluster.version) ${op} version(${quote(String(right.value))})`
    return refuse(node, 'as texts, "3.9" comes after "3.10": compare versions as versions', meant)
  }
  if (right.value === null) {
    if (op !== '==' && op !== '!=')
      return refuse(node, `null can only be compared with == and !=, not with ${op}`)
    if (isNullable(subject)) return compare(subject, op, null)
    return refuse(
      node,
      `${printSubject(subject)} is never null`,
      `${op === '==' ? '!' : ''}has(${printSubject(subject)})`,
    )
  }
  return compare(subject, op, checkValue(right.node, subject, right.value))
}

function checkValue(
  node: CelNode,
  subject: Parameters<typeof printSubject>[0],
  value: Literal['value'],
): string | number {
  const name = printSubject(subject)
  if (isNumeric(subject)) {
    if (typeof value === 'number') return value
    const meant =
      typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
        ? String(Number(value))
        : undefined
    return refuse(node, `${name} is a number and is compared with one`, meant)
  }
  if (typeof value === 'string') return value
  return refuse(node, `${name} is a text and is compared with one`, quote(String(value)))
}

function convertIn(left: CelNode, right: CelNode): Selector {
  const operand = readOperand(left)
  if (operand.kind === 'literal' && typeof operand.value === 'string') {
    const path = readPath(right)
    if (path?.join('.') === 'cluster.labels') return has(label(operand.value))
  }
  if (operand.kind === 'version')
    return refuse(left, 'version() can be compared, but not looked up in a list')
  if (operand.kind !== 'subject') return refuse(left, 'the left side of "in" must be a fact of the cluster')
  if (right.op !== 'list')
    return refuse(right, 'the right side of "in" must be a list of values', '["a", "b"]')
  const values = right.args.map((item) => {
    const value = readOperand(item)
    if (value.kind !== 'literal') return refuse(item, 'a list can only hold values')
    if (value.value === null)
      return refuse(item, 'a list cannot hold null', `${printSubject(operand.subject)} == null`)
    return checkValue(item, operand.subject, value.value)
  })
  return isIn(operand.subject, values)
}

function convertCall(node: CelNode, name: string, args: CelNode[]): Selector {
  if (name === 'has') {
    if (args.length !== 1)
      return refuse(node, 'has() takes one fact of the cluster', 'has(cluster.labels.ring)')
    return has(readSubjectNode(args[0] as CelNode))
  }
  if (name === 'version')
    return refuse(node, 'version() is not a condition by itself', 'version(cluster.version) < version("1.0")')
  return refuse(
    node,
    `unknown function ${excerpt(name)}()`,
    suggest(name, ['has', 'version', ...textOperators]),
  )
}

function convertMethod(node: CelNode, name: string, receiver: CelNode, args: CelNode[]): Selector {
  if (!(textOperators as readonly string[]).includes(name)) {
    if (name === 'matches') {
      return refuse(
        node,
        'regular expressions cannot be used in a selector: use startsWith, endsWith or contains',
      )
    }
    return refuse(node, `unknown function ${excerpt(name)}()`, suggest(name, textOperators))
  }
  const subject = readSubjectNode(receiver)
  if (isNumeric(subject)) return refuse(node, `${printSubject(subject)} is a number and has no ${name}()`)
  const operand = args.length === 1 ? readOperand(args[0] as CelNode) : undefined
  if (operand?.kind !== 'literal' || typeof operand.value !== 'string') {
    return refuse(node, `${name}() takes one text`, `${printSubject(subject)}.${name}("…")`)
  }
  return text(subject, name as TextOperator, operand.value)
}
