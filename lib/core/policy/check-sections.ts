import type { At } from '@/lib/core/document/shape'
import { compileExpression } from '@/lib/core/expression/expression'
import { splitTemplate } from '@/lib/core/expression/split-template'
import { isObject, type Json, type JsonObject } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'
import type { CheckKind, PolicyDocument } from './types'

type Report = At['report']

/** What a kind of check finds wrong with its `with`; paths begin inside it. */
export type CheckValidators = Readonly<
  Partial<
    Record<
      CheckKind,
      (section: JsonObject) => readonly Pick<Problem, 'severity' | 'message' | 'path' | 'suggestion'>[]
    >
  >
>

/** What expressions about one cluster may read, and a gate or guard has not got. */
const ofCluster = ['cluster', 'connection', 'previous', 'attempt']
/** Every name that an expression of any check knows: what else it may be is found by the check itself. */
const known = [...ofCluster, 'params', 'response', 'value', 'values', 'kafka']

interface Found {
  readonly kind: CheckKind
  readonly section: JsonObject
  readonly path: readonly string[]
}

/** Lists the checks of gates, phases and guards. */
function checksOf({ spec }: PolicyDocument): Found[] {
  const found: Found[] = []
  const add = (one: { check: CheckKind; with?: JsonObject }, ...path: (string | number)[]) =>
    found.push({ kind: one.check, section: one.with ?? {}, path: ['spec', ...path.map(String)] })
  spec.guards?.forEach((guard, i) => {
    add(guard, 'guards', i)
  })
  spec.phases.forEach((phase, i) => {
    phase.before?.forEach((gate, k) => {
      if ('check' in gate) add(gate.check, 'phases', i, 'before', k, 'check')
    })
    phase.checks?.forEach((check, k) => {
      add(check, 'phases', i, 'checks', k)
    })
  })
  return found
}

/**
 * Checks what the checks of a policy say. They look at no single cluster: `params` and `secret()` are all that
 * their expressions may read besides what the look itself has shown.
 */
export function checkSections(document: PolicyDocument, validators: CheckValidators, report: Report): void {
  for (const { kind, section, path } of checksOf(document)) {
    findForeign(section, [...path, 'with'], report)
    for (const problem of validators[kind]?.(section) ?? []) {
      report({ ...problem, path: [...path, 'with', ...problem.path] })
    }
  }
}

/** Reports every expression that reads something of a cluster. */
function findForeign(value: Json, path: readonly string[], report: Report): void {
  if (Array.isArray(value)) {
    value.forEach((one, i) => {
      findForeign(one, [...path, String(i)], report)
    })
  } else if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) findForeign(one as Json, [...path, key], report)
  } else if (typeof value === 'string') {
    for (const { source, offset } of expressionsOf(value, path)) {
      const compiled = compileExpression(source, known)
      const foreign = compiled.ok ? compiled.value.roots.find((root) => ofCluster.includes(root)) : undefined
      if (foreign === undefined) continue
      const message = `${foreign} is not known here: this check looks at no single cluster, use params`
      report({ message, path, offset })
    }
  }
}

/** The expressions in a text: those between braces, and the condition by which a check judges. */
function expressionsOf(text: string, path: readonly string[]): { source: string; offset: number }[] {
  if (path.at(-1) === 'pass') return [{ source: text, offset: 0 }]
  const split = splitTemplate(text)
  if (!split.ok) return []
  return split.value.flatMap((part) =>
    part.kind === 'text' ? [] : [{ source: part.source, offset: part.offset }],
  )
}
