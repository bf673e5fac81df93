import { assertNever } from '@/lib/core/shared/assert-never'
import { versionSortKey } from '@/lib/core/shared/version'
import type { CompareOperator, Selector, Subject } from './ast'

export interface SqlOptions {
  /** Alias of the table `cluster` in the query, e.g. `c`; letters and underscores only. */
  readonly alias: string
  /** Number of the first parameter, e.g. 3 when $1 and $2 are taken. */
  readonly firstParam: number
}

/** A condition with numbered parameters; nothing that a user wrote is ever part of the text. */
export interface SqlCondition {
  readonly text: string
  readonly values: readonly (string | number | readonly string[] | readonly number[])[]
}

type SqlValue = SqlCondition['values'][number]

/**
 * Compiles a selector to a Postgres condition over the table `cluster`. Like the compiled function it is true or
 * false for each row, never null, so that `not` means the same in both. Labels are compared by containment where
 * that is the same thing (`@>` can use the index); order of texts is by code point (`collate "C"`).
 */
export function selectorToSql(node: Selector, options: SqlOptions): SqlCondition {
  if (!/^[a-z_]+$/.test(options.alias)) throw new Error(`Not a table alias: ${options.alias}`)
  const values: SqlValue[] = []
  const parameter = (value: SqlValue): string => {
    values.push(value)
    return `$${options.firstParam + values.length - 1}`
  }
  return { text: write(node, options.alias, parameter), values }
}

type Parameter = (value: SqlValue) => string

function write(node: Selector, c: string, parameter: Parameter): string {
  switch (node.kind) {
    case 'always':
      return String(node.value)
    case 'and':
      return `(${node.items.map((item) => write(item, c, parameter)).join(' and ')})`
    case 'or':
      return `(${node.items.map((item) => write(item, c, parameter)).join(' or ')})`
    case 'not':
      return `(not ${write(node.item, c, parameter)})`
    case 'compare':
      return writeCompare(node.subject, node.op, node.value, c, parameter)
    case 'in':
      return writeIn(node.subject, node.values, c, parameter)
    case 'text':
      return writeText(node.subject, node.op, node.value, c, parameter)
    case 'has':
      return writeHas(node.subject, c, parameter)
    case 'version':
      return writeVersion(node.op, node.value, c, parameter)
    default:
      return assertNever(node, 'selector')
  }
}

function writeFact(subject: Subject, c: string, parameter: Parameter): string {
  if (subject.kind === 'label') return `(${c}.labels ->> ${parameter(subject.key)}::text)`
  return subject.name === 'weight' ? `${c}.weight::float8` : `${c}.${subject.name}`
}

const sqlOperators = { '==': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

function writeCompare(
  subject: Subject,
  op: CompareOperator,
  value: string | number | null,
  c: string,
  parameter: Parameter,
): string {
  if (value === null) return `(${writeFact(subject, c, parameter)} is ${op === '==' ? '' : 'not '}null)`
  if (subject.kind === 'label' && (op === '==' || op === '!=')) {
    const contains = `(${c}.labels @> ${parameter(jsonOf(subject.key, String(value)))}::jsonb)`
    return op === '==' ? contains : `(not ${contains})`
  }
  const fact = writeFact(subject, c, parameter)
  if (typeof value === 'number') return `(${fact} ${sqlOperators[op]} ${parameter(value)}::float8)`
  const bound = `${parameter(value)}::text`
  if (op === '==') return `coalesce(${fact} = ${bound}, false)`
  if (op === '!=') return `(${fact} is distinct from ${bound})`
  return `coalesce(${fact} collate "C" ${sqlOperators[op]} ${bound}, false)`
}

function writeIn(
  subject: Subject,
  values: readonly (string | number)[],
  c: string,
  parameter: Parameter,
): string {
  const fact = writeFact(subject, c, parameter)
  if (subject.kind === 'field' && subject.name === 'weight')
    return `(${fact} = any(${parameter(values.map(Number))}::float8[]))`
  return `coalesce(${fact} = any(${parameter(values.map(String))}::text[]), false)`
}

function writeText(
  subject: Subject,
  op: 'startsWith' | 'endsWith' | 'contains',
  value: string,
  c: string,
  parameter: Parameter,
): string {
  const fact = writeFact(subject, c, parameter)
  const part = `${parameter(value)}::text`
  switch (op) {
    case 'startsWith':
      return `coalesce(starts_with(${fact}, ${part}), false)`
    case 'endsWith':
      return `coalesce(right(${fact}, length(${part})) = ${part}, false)`
    case 'contains':
      return `coalesce(strpos(${fact}, ${part}) > 0, false)`
  }
}

function writeHas(subject: Subject, c: string, parameter: Parameter): string {
  if (subject.kind === 'label') return `(${c}.labels ? ${parameter(subject.key)}::text)`
  return subject.name === 'weight' ? 'true' : `(coalesce(${c}.${subject.name}, '') <> '')`
}

function writeVersion(op: CompareOperator, value: string, c: string, parameter: Parameter): string {
  const bound = `${parameter(versionSortKey(value))}::text`
  if (op === '!=') return `(${c}.version_sort is distinct from ${bound})`
  return `coalesce(${c}.version_sort collate "C" ${sqlOperators[op]} ${bound}, false)`
}

function jsonOf(key: string, value: string): string {
  return `{${JSON.stringify(key)}:${JSON.stringify(value)}}`
}
