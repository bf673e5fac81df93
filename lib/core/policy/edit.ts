import { Document, isMap, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { parseYaml } from '@/lib/core/document/parse-yaml'
import type { Json } from '@/lib/core/shared/json'
import type { PhaseSpec } from './types'

/**
 * Edits of a policy's text. Each takes YAML and gives YAML, and leaves alone what it does not concern: comments,
 * the order of keys, phases it does not know how to draw. So the lane and the text can both be edited, and neither
 * ever overwrites what was done in the other. A text that does not parse, or has no list of phases, comes back as
 * it was: there is nothing to edit until it is mended.
 */

/** Sets one field of a phase; undefined takes the field away, so that its default holds again. */
export function setPhaseField(
  source: string,
  index: number,
  field: keyof PhaseSpec,
  value: Json | undefined,
): string {
  return editPhases(source, (phases, document) => {
    const phase = phases.items[index]
    if (!isMap(phase)) return
    if (value === undefined) phase.delete(field)
    else phase.set(field, document.createNode(value))
  })
}

/** Sets a field of the policy itself, by its path from the top; undefined takes it away. */
export function setPolicyField(source: string, path: readonly string[], value: Json | undefined): string {
  return edit(source, (document) => {
    if (!isMap(document.contents)) return 'unchanged'
    if (value === undefined) document.deleteIn(path)
    else document.setIn(path, document.createNode(value))
    return 'changed'
  })
}

/** Puts a phase at a place of the list; its id is made unique. */
export function addPhase(source: string, at: number, phase: PhaseSpec): string {
  return editPhases(source, (phases, document) => {
    const id = phase.id === undefined ? undefined : uniqueId(phases, phase.id)
    phases.items.splice(at, 0, document.createNode(id === undefined ? phase : { ...phase, id }))
  })
}

/** Moves a phase to another place: `to` is its index in the list after the move. */
export function movePhase(source: string, from: number, to: number): string {
  return editPhases(source, (phases) => {
    const [phase] = phases.items.splice(from, 1)
    if (phase !== undefined) phases.items.splice(to, 0, phase)
  })
}

/** Puts a copy of a phase below it, with an id of its own. */
export function duplicatePhase(source: string, index: number): string {
  return editPhases(source, (phases) => {
    const phase = phases.items[index]
    if (!isMap(phase)) return
    const copy = phase.clone() as YAMLMap
    const id = phase.get('id')
    if (typeof id === 'string') copy.set('id', uniqueId(phases, id))
    phases.items.splice(index + 1, 0, copy)
  })
}

/** Takes a phase out; phases that came after it come after what it came after. */
export function removePhase(source: string, index: number): string {
  return editPhases(source, (phases) => {
    const [removed] = phases.items.splice(index, 1)
    if (!isMap(removed)) return
    const id = removed.get('id')
    const heirs = textsOf(removed.get('after'))
    for (const phase of phases.items) {
      const after = isMap(phase) ? phase.get('after') : undefined
      if (isMap(phase) && isSeq(after)) {
        const names = textsOf(after)
        if (typeof id === 'string' && names.includes(id)) replaceAfter(phase, names, id, heirs)
      }
    }
  })
}

/** Gives the YAML of one phase alone, to copy. */
export function phaseText(source: string, index: number): string {
  const parsed = parseYaml(source)
  const phases = parsed.kind === 'parsed' && parsed.yaml ? phasesOf(parsed.yaml) : null
  const phase = phases?.items[index]
  if (phase === undefined) return ''
  const alone = new Document()
  alone.contents = phase as Node
  return alone.toString({ lineWidth: 0 })
}

function replaceAfter(
  phase: YAMLMap,
  names: readonly string[],
  gone: string,
  heirs: readonly string[],
): void {
  const rest = [...new Set(names.flatMap((name) => (name === gone ? heirs : [name])))]
  if (rest.length > 0) phase.set('after', rest)
  else phase.delete('after')
}

function textsOf(node: unknown): string[] {
  if (!isSeq(node)) return []
  return (node.toJSON() as unknown[]).filter((item): item is string => typeof item === 'string')
}

function uniqueId(phases: YAMLSeq, wanted: string): string {
  const taken = new Set(phases.items.map((phase) => (isMap(phase) ? phase.get('id') : undefined)))
  if (!taken.has(wanted)) return wanted
  const stem = wanted.replace(/-\d+$/, '')
  for (let n = 2; ; n++) if (!taken.has(`${stem}-${n}`)) return `${stem}-${n}`
}

function phasesOf(document: Document): YAMLSeq | null {
  const phases = document.getIn(['spec', 'phases'])
  return isSeq(phases) ? phases : null
}

function editPhases(source: string, change: (phases: YAMLSeq, document: Document) => void): string {
  return edit(source, (document) => {
    const phases = phasesOf(document)
    if (!phases) return 'unchanged'
    // A list written as `[]` or on one line grows badly; from the first edit on it is written out.
    phases.flow = false
    pinNames(phases)
    change(phases, document)
    for (const phase of phases.items) if (isMap(phase)) unfoldBlocks(phase)
    return 'changed'
  })
}

/**
 * Writes out the ids that phases have only by their place (`phase-2`) and that others name in `after`: moved or
 * moved past, such a phase would be called otherwise, and `after` would mean another one without a word.
 */
function pinNames(phases: YAMLSeq): void {
  const named = new Set(phases.items.flatMap((phase) => (isMap(phase) ? textsOf(phase.get('after')) : [])))
  phases.items.forEach((phase, i) => {
    const id = `phase-${i + 1}`
    if (!isMap(phase) || phase.has('id') || !named.has(id)) return
    phase.set('id', id)
    phase.items.unshift(...phase.items.splice(-1))
  })
}

/** Nodes made by edits are written on lines of their own, small ones (gates, budgets) on one. */
function unfoldBlocks(phase: YAMLMap): void {
  phase.flow = false
  for (const { value } of phase.items as Pair[]) {
    if (isMap(value) && value.range === undefined) value.flow = true
    if (isSeq(value) && value.range === undefined) value.flow = value.items.every((item) => !isMap(item))
  }
}

function edit(source: string, change: (document: Document) => 'changed' | 'unchanged'): string {
  const parsed = parseYaml(source)
  const document = parsed.kind === 'parsed' && parsed.documents === 1 ? parsed.yaml : null
  if (!document || document.errors.length > 0 || change(document) === 'unchanged') return source
  return document.toString({ lineWidth: 0 })
}
