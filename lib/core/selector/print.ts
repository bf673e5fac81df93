import { assertNever } from '@/lib/core/shared/assert-never'
import type { LabelSubject, Selector, Subject } from './ast'
import { isDotKey } from './subject'
import { printSubject, quote } from './write'

/**
 * Writes a selector as text. Parsing the text gives the same tree again; a tree has one text, so two selectors
 * that mean the same by structure look the same wherever they are shown.
 */
export function printSelector(node: Selector): string {
  switch (node.kind) {
    case 'always':
      return String(node.value)
    case 'and':
      return node.items.map(group).join(' && ')
    case 'or':
      return node.items.map(group).join(' || ')
    case 'not':
      return standsAlone(node.item) ? `!${printSelector(node.item)}` : `!(${printSelector(node.item)})`
    case 'compare':
      return `${printSubject(node.subject)} ${node.op} ${printValue(node.value)}`
    case 'in':
      return `${printSubject(node.subject)} in [${node.values.map(printValue).join(', ')}]`
    case 'text':
      return `${printSubject(node.subject)}.${node.op}(${quote(node.value)})`
    case 'has':
      return printHas(node.subject)
    case 'version':
      return `version(cluster.version) ${node.op} version(${quote(node.value)})`
    default:
      return assertNever(node, 'selector')
  }
}

/** Puts a group inside a group in brackets, also where precedence would not need them: people read brackets. */
function group(node: Selector): string {
  return node.kind === 'and' || node.kind === 'or' ? `(${printSelector(node)})` : printSelector(node)
}

function standsAlone(node: Selector): boolean {
  return node.kind === 'text' || (node.kind === 'has' && !isKeyLookup(node.subject))
}

/** CEL's `has()` wants a dot; a key that cannot follow a dot is looked up with `in` instead. */
function printHas(subject: Subject): string {
  return isKeyLookup(subject) ? `${quote(subject.key)} in cluster.labels` : `has(${printSubject(subject)})`
}

function isKeyLookup(subject: Subject): subject is LabelSubject {
  return subject.kind === 'label' && !isDotKey(subject.key)
}

function printValue(value: string | number | null): string {
  return typeof value === 'string' ? quote(value) : String(value)
}
