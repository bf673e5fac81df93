import type { ClusterField } from '@/lib/core/shared/cluster-facts'

/**
 * The tree of a selector. Nodes are frozen and made only by the functions below, which keep the tree in one
 * canonical form: no `and` directly inside an `and` (nor `or` inside `or`), no `not` of a `not`, no group of
 * one. So two selectors that differ only in brackets have the same tree, and printing loses nothing.
 *
 * Every node is true or false for every cluster, never unknown: an absent label or version is null; null equals
 * nothing but null, so `!=` matches it and every other comparison does not.
 */
export type Selector =
  | AlwaysNode
  | AndNode
  | OrNode
  | NotNode
  | CompareNode
  | InNode
  | TextNode
  | HasNode
  | VersionNode

/** What a condition is about: a fact of the cluster, or one of its labels. */
export type Subject = FieldSubject | LabelSubject
export interface FieldSubject {
  readonly kind: 'field'
  readonly name: ClusterField
}
export interface LabelSubject {
  readonly kind: 'label'
  readonly key: string
}

export const compareOperators = ['==', '!=', '<', '<=', '>', '>='] as const
export type CompareOperator = (typeof compareOperators)[number]

export const textOperators = ['startsWith', 'endsWith', 'contains'] as const
export type TextOperator = (typeof textOperators)[number]

/** Everything (`true`) or nothing (`false`). */
export interface AlwaysNode {
  readonly kind: 'always'
  readonly value: boolean
}
export interface AndNode {
  readonly kind: 'and'
  readonly items: readonly Selector[]
}
export interface OrNode {
  readonly kind: 'or'
  readonly items: readonly Selector[]
}
export interface NotNode {
  readonly kind: 'not'
  readonly item: Selector
}
/** A fact against a value: texts by code point, `weight` as a number; null only with `==` and `!=`. */
export interface CompareNode {
  readonly kind: 'compare'
  readonly subject: Subject
  readonly op: CompareOperator
  readonly value: string | number | null
}
export interface InNode {
  readonly kind: 'in'
  readonly subject: Subject
  readonly values: readonly (string | number)[]
}
export interface TextNode {
  readonly kind: 'text'
  readonly subject: Subject
  readonly op: TextOperator
  readonly value: string
}
/** The label is there; the fact is known (not null, not an empty text). */
export interface HasNode {
  readonly kind: 'has'
  readonly subject: Subject
}
/** `version(cluster.version) op version(value)`. */
export interface VersionNode {
  readonly kind: 'version'
  readonly op: CompareOperator
  readonly value: string
}

/** Names a fact of the cluster. */
export const field = (name: ClusterField): FieldSubject => Object.freeze({ kind: 'field', name })

/** Names a label. */
export const label = (key: string): LabelSubject => Object.freeze({ kind: 'label', key })

/** Makes a selector that takes everything or nothing. */
export const always = (value: boolean): AlwaysNode => Object.freeze({ kind: 'always', value })

/** Joins selectors that must all hold; of none it takes everything. */
export function and(items: readonly Selector[]): Selector {
  const flat = items.flatMap((item) => (item.kind === 'and' ? item.items : [item]))
  if (flat.length === 0) return always(true)
  return flat.length === 1
    ? (flat[0] as Selector)
    : Object.freeze({ kind: 'and', items: Object.freeze(flat) })
}

/** Joins selectors of which one must hold; of none it takes nothing. */
export function or(items: readonly Selector[]): Selector {
  const flat = items.flatMap((item) => (item.kind === 'or' ? item.items : [item]))
  if (flat.length === 0) return always(false)
  return flat.length === 1 ? (flat[0] as Selector) : Object.freeze({ kind: 'or', items: Object.freeze(flat) })
}

/** Turns a selector round. */
export function not(item: Selector): Selector {
  if (item.kind === 'not') return item.item
  if (item.kind === 'always') return always(!item.value)
  return Object.freeze({ kind: 'not', item })
}

/** Compares a fact or label with a value. */
export const compare = (subject: Subject, op: CompareOperator, value: string | number | null): CompareNode =>
  Object.freeze({ kind: 'compare', subject, op, value })

/** Asks whether a fact or label is one of several values. */
export const isIn = (subject: Subject, values: readonly (string | number)[]): InNode =>
  Object.freeze({ kind: 'in', subject, values: Object.freeze([...values]) })

/** Asks how the text of a fact or label begins, ends, or what it contains. */
export const text = (subject: Subject, op: TextOperator, value: string): TextNode =>
  Object.freeze({ kind: 'text', subject, op, value })

/** Asks whether a fact or label is known. */
export const has = (subject: Subject): HasNode => Object.freeze({ kind: 'has', subject })

/** Compares the version of the cluster as a version. */
export const version = (op: CompareOperator, value: string): VersionNode =>
  Object.freeze({ kind: 'version', op, value })
