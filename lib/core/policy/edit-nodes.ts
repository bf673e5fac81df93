import { type Document, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { parseYaml } from '@/lib/core/document/parse-yaml'

/**
 * Edits the text of a document as nodes and writes it again; what a change does not touch keeps its comments, its
 * quoting and the order of its keys. A text that does not parse comes back as it was.
 */
export function editText(source: string, change: (document: Document) => 'changed' | 'unchanged'): string {
  const parsed = parseYaml(source)
  const document = parsed.kind === 'parsed' && parsed.documents === 1 ? parsed.yaml : null
  if (!document || document.errors.length > 0 || change(document) === 'unchanged') return source
  return document.toString({ lineWidth: 0 })
}

/** Edits the list of phases; a text without one comes back as it was. */
export function editPhases(
  source: string,
  change: (phases: YAMLSeq, document: Document) => 'changed' | 'unchanged' | undefined,
): string {
  return editText(source, (document) => {
    const phases = phasesOf(document)
    if (!phases) return 'unchanged'
    // A list written as `[]` or on one line grows badly; from the first edit on it is written out.
    phases.flow = false
    pinNames(phases)
    if (change(phases, document) === 'unchanged') return 'unchanged'
    for (const phase of phases.items) {
      if (!isMap(phase)) continue
      for (const { value } of phase.items as Pair[]) layOut(value)
      // One that somebody wrote on one line stays on it: its line is what differences and merges are about.
      if (phase.range === undefined) phase.flow = false
    }
    return 'changed'
  })
}

/** Finds the list of phases of a document. */
export function phasesOf(document: Document): YAMLSeq | null {
  const phases = document.getIn(['spec', 'phases'])
  return isSeq(phases) ? phases : null
}

/** Finds an id that no phase has yet: the wanted one, or it with a number. */
export function uniqueId(phases: YAMLSeq, wanted: string): string {
  const taken = new Set(phases.items.map((phase) => (isMap(phase) ? phase.get('id') : undefined)))
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/-\d+$/, '')
  for (let n = 2; ; n++) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`
}

/** Writes an id at the top of a phase that has none. */
export function pinId(phase: YAMLMap, id: string): void {
  if (phase.has('id')) return
  phase.set('id', id)
  phase.items.unshift(...phase.items.splice(-1))
}

/** Lists the texts of a list of texts; nothing for anything else. */
export function textsOf(node: unknown): string[] {
  if (!isSeq(node)) return []
  return (node.toJSON() as unknown[]).filter((item): item is string => typeof item === 'string')
}

/**
 * Writes out the ids that phases have only by their place (`phase-2`) and that others name in `after`: moved or
 * moved past, such a phase would be called otherwise, and `after` would mean another one without a word.
 */
function pinNames(phases: YAMLSeq): void {
  const named = new Set(phases.items.flatMap((phase) => (isMap(phase) ? textsOf(phase.get('after')) : [])))
  phases.items.forEach((phase, i) => {
    const id = `phase-${i + 1}`
    if (isMap(phase) && named.has(id)) pinId(phase, id)
  })
}

/** Longest list or group of plain values that is written on one line. */
const lineMax = 100

/** Lays out nodes made by edits: what holds only plain values on one line, all else on lines of their own. */
export function layOut(node: unknown): void {
  if (isMap(node)) {
    for (const { value } of node.items as Pair[]) layOut(value)
    if (node.range === undefined) node.flow = node.items.length > 0 && fitsLine(node.items as Pair[])
  } else if (isSeq(node)) {
    for (const item of node.items) layOut(item)
    if (node.range === undefined) node.flow = node.items.every((item) => isScalar(item))
  }
}

function fitsLine(pairs: readonly Pair[]): boolean {
  const plain = pairs.every(
    ({ value }) => isScalar(value) || value === null || (isSeq(value) && value.flow === true),
  )
  return plain && pairs.reduce((sum, pair) => sum + String(pair).length + 2, 0) <= lineMax
}
