import { type ClusterField, clusterFields } from '@/lib/core/shared/cluster-facts'
import { suggest } from '@/lib/core/shared/suggest'
import { field, label, type Subject } from './ast'

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Words that the CEL lexer does not read as an identifier, so that they cannot follow a dot. */
const keywords: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in'])

const fields: ReadonlySet<string> = new Set(clusterFields)

/** Tells whether a text names a fact that selectors can use. */
export function isClusterField(name: string): name is ClusterField {
  return fields.has(name)
}

/** Tells whether a label key can be written after a dot. */
export function isDotKey(key: string): boolean {
  return identifier.test(key) && !keywords.has(key)
}

/** Tells whether the subject is compared as a number. */
export function isNumeric(subject: Subject): boolean {
  return subject.kind === 'field' && subject.name === 'weight'
}

/** Tells whether the subject can be null: a label may be absent, a version unknown. */
export function isNullable(subject: Subject): boolean {
  return subject.kind === 'label' || subject.name === 'version'
}

/**
 * Reads how documents name a subject outside of selectors (`order`, `takeBy`, `spread.by`): `region`,
 * `labels.ring`, or with `cluster.` before it. Undefined when there is no such subject.
 */
export function readSubject(name: string): Subject | undefined {
  const path = name.startsWith('cluster.') ? name.slice('cluster.'.length) : name
  if (path.startsWith('labels.') && path.length > 'labels.'.length) return label(path.slice('labels.'.length))
  return isClusterField(path) ? field(path) : undefined
}

/** Writes a subject as documents name it: `region`, `labels.ring`. */
export function subjectName(subject: Subject): string {
  return subject.kind === 'field' ? subject.name : `labels.${subject.key}`
}

/** Finds the subject that was probably meant by a name. */
export function suggestSubject(name: string): string | undefined {
  return suggest(name.replace(/^cluster\./, ''), clusterFields)
}
