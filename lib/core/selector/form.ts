import { assertNever } from '@/lib/core/shared/assert-never'
import {
  always,
  and,
  type CompareOperator,
  compare,
  has,
  isIn,
  not,
  or,
  type Selector,
  type Subject,
  type TextOperator,
  text,
  version,
} from './ast'

/**
 * A selector as a form draws it: groups of which all or any must hold, and conditions of a subject, an operator
 * and a value. Anything the selector language can say has a form, and both ways lose nothing:
 * `fromForm(toForm(selector))` is the same tree. The outermost item is always a group; an empty group of `all`
 * is "every cluster", an empty group of `any` is "no cluster".
 */
export interface FormGroup {
  readonly kind: 'group'
  readonly match: 'all' | 'any'
  /** Turns the whole group round. */
  readonly not: boolean
  readonly items: readonly FormItem[]
}

/** One row of the form. */
export type FormCondition = {
  readonly kind: 'condition'
  /** Turns the condition round. */
  readonly not: boolean
  readonly subject: Subject
} & FormTest

/** The operator of a condition and the value that it takes. */
export type FormTest =
  | { readonly op: CompareOperator; readonly value: string | number | null }
  | { readonly op: 'in'; readonly value: readonly (string | number)[] }
  | { readonly op: TextOperator; readonly value: string }
  | { readonly op: 'has'; readonly value: null }
  | { readonly op: VersionOperator; readonly value: string }

/** Comparisons of `cluster.version` as a version; the subject is always the field `version`. */
export type VersionOperator = `version ${CompareOperator}`

export type FormItem = FormGroup | FormCondition

/** Shows a selector as a form. */
export function toForm(selector: Selector): FormGroup {
  const item = toItem(selector)
  return item.kind === 'group' ? item : group('all', [item])
}

/** Makes the selector that a form shows. */
export function fromForm(item: FormItem): Selector {
  const plain = item.kind === 'group' ? fromGroup(item) : fromCondition(item)
  return item.not ? not(plain) : plain
}

function group(match: 'all' | 'any', items: readonly FormItem[]): FormGroup {
  return { kind: 'group', match, not: false, items }
}

function toItem(node: Selector): FormItem {
  switch (node.kind) {
    case 'always':
      return group(node.value ? 'all' : 'any', [])
    case 'and':
      return group('all', node.items.map(toItem))
    case 'or':
      return group('any', node.items.map(toItem))
    case 'not':
      return { ...toItem(node.item), not: true }
    case 'compare':
      return { kind: 'condition', not: false, subject: node.subject, op: node.op, value: node.value }
    case 'in':
      return { kind: 'condition', not: false, subject: node.subject, op: 'in', value: node.values }
    case 'text':
      return { kind: 'condition', not: false, subject: node.subject, op: node.op, value: node.value }
    case 'has':
      return { kind: 'condition', not: false, subject: node.subject, op: 'has', value: null }
    case 'version':
      return {
        kind: 'condition',
        not: false,
        subject: { kind: 'field', name: 'version' },
        op: `version ${node.op}`,
        value: node.value,
      }
    default:
      return assertNever(node, 'selector')
  }
}

function fromGroup(item: FormGroup): Selector {
  const items = item.items.map(fromForm)
  if (items.length === 0) return always(item.match === 'all')
  return item.match === 'all' ? and(items) : or(items)
}

function fromCondition(condition: FormCondition): Selector {
  switch (condition.op) {
    case 'in':
      return isIn(condition.subject, condition.value)
    case 'startsWith':
    case 'endsWith':
    case 'contains':
      return text(condition.subject, condition.op, condition.value)
    case 'has':
      return has(condition.subject)
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(condition.subject, condition.op, condition.value)
    case 'version ==':
    case 'version !=':
    case 'version <':
    case 'version <=':
    case 'version >':
    case 'version >=':
      return version(condition.op.slice('version '.length) as CompareOperator, condition.value)
    default:
      return assertNever(condition, 'operator')
  }
}
