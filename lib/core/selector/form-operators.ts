import type { Subject } from './ast'
import type { FormCondition, FormTest } from './form'
import { isNumeric } from './subject'

export type FormOperator = FormTest['op']

const textual = ['==', '!=', 'in', 'startsWith', 'endsWith', 'contains', 'has'] as const
const ordered = ['<', '<=', '>', '>='] as const
const versions = ['version ==', 'version !=', 'version <', 'version <=', 'version >', 'version >='] as const

/** Lists the operators that a form offers for a subject, the most used first. */
export function operatorsFor(subject: Subject): readonly FormOperator[] {
  if (isNumeric(subject)) return ['==', '!=', ...ordered, 'in']
  if (subject.kind === 'field' && subject.name === 'version') return [...versions, ...textual]
  return [...textual, ...ordered]
}

const words: Record<FormOperator, string> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  in: 'is one of',
  startsWith: 'begins with',
  endsWith: 'ends with',
  contains: 'contains',
  has: 'is set',
  'version ==': 'is version',
  'version !=': 'is not version',
  'version <': 'is older than',
  'version <=': 'is at most version',
  'version >': 'is newer than',
  'version >=': 'is at least version',
}

/** Says an operator in words: `is one of`, `is older than`. */
export function describeOperator(op: FormOperator): string {
  return words[op]
}

/**
 * Makes a condition with an operator, keeping as much of a former value as fits: changing "is" to "is one of"
 * keeps what was chosen.
 */
export function makeCondition(subject: Subject, op: FormOperator, former: unknown = null): FormCondition {
  const base = { kind: 'condition', not: false, subject } as const
  const one = Array.isArray(former) ? former[0] : former
  const scalar = isNumeric(subject) ? toNumber(one) : toText(one)
  switch (op) {
    case 'has':
      return { ...base, op, value: null }
    case 'in': {
      const list: readonly unknown[] = Array.isArray(former) ? former : scalar === '' ? [] : [scalar]
      return { ...base, op, value: list.map((item) => (isNumeric(subject) ? toNumber(item) : toText(item))) }
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { ...base, op, value: scalar }
    default:
      return { ...base, op, value: toText(one) }
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function toNumber(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(value ?? 0)
  return Number.isFinite(number) ? number : 0
}
