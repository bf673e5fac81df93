import { Document, isAlias, isCollection, isMap, isSeq, type Node, type YAMLMap } from 'yaml'
import { parseYaml } from '@/lib/core/document/parse-yaml'
import type { Json } from '@/lib/core/shared/json'
import { editPhases, editText, layOut, phasesOf, textsOf, uniqueId } from './edit-nodes'
import type { PhaseSpec } from './types'

/**
 * Edits of a policy's text. Each takes YAML and gives YAML, and leaves alone what it does not concern: comments,
 * the order of keys, phases it does not know how to draw. So the lane and the text can both be edited, and neither
 * ever overwrites what was done in the other. A text that does not parse, or has no list of phases, comes back as
 * it was: there is nothing to edit until it is mended.
 */

/** A way into a document: keys of objects and places in lists. */
export type Path = readonly (string | number)[]

/** Sets one field of a phase; undefined takes the field away, so that its default holds again. */
export function setPhaseField(
  source: string,
  index: number,
  field: keyof PhaseSpec,
  value: Json | undefined,
): string {
  return setPhaseIn(source, index, [field], value)
}

/**
 * Sets something inside a phase; undefined takes it away, and with its last item a list goes too. What stands
 * beside it stays as it is written.
 */
export function setPhaseIn(source: string, index: number, path: Path, value: Json | undefined): string {
  return editPhases(source, (phases, document) => {
    const phase = phases.items[index]
    if (!isMap(phase)) return 'unchanged'
    return setIn(document, phase, path, value)
  })
}

/** Sets something of the policy itself, by its path from the top; undefined takes it away. */
export function setPolicyField(source: string, path: Path, value: Json | undefined): string {
  return editText(source, (document) =>
    isMap(document.contents) ? setIn(document, document.contents, path, value) : 'unchanged',
  )
}

type Outcome = 'changed' | 'unchanged'

function setIn(document: Document, root: YAMLMap, path: Path, value: Json | undefined): Outcome {
  if (value !== undefined) {
    makeWay(document, root, path)
    const node = document.createNode(value)
    layOut(node)
    root.setIn(path, node)
    return 'changed'
  }
  if (!root.hasIn(path)) return 'unchanged'
  root.deleteIn(path)
  const parent = path.slice(0, -1)
  const list = parent.length > 0 ? root.getIn(parent) : undefined
  if (isSeq(list) && list.items.length === 0) root.deleteIn(parent)
  return 'changed'
}

/** Makes an object of what stands in the way of a path: `approval:` without content, or an alias of one. */
function makeWay(document: Document, root: YAMLMap, path: Path): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const way = path.slice(0, depth)
    const node = root.getIn(way, true)
    if (node === undefined || isCollection(node)) continue
    const meant = isAlias(node) ? node.resolve(document) : undefined
    root.setIn(way, isCollection(meant) ? meant.clone() : document.createNode({}))
  }
}

/** Puts a phase at a place of the list; its id is made unique. */
export function addPhase(source: string, at: number, phase: PhaseSpec): string {
  return editPhases(source, (phases, document) => {
    const id = phase.id === undefined ? undefined : uniqueId(phases, phase.id)
    phases.items.splice(at, 0, document.createNode(id === undefined ? phase : { ...phase, id }))
    return 'changed'
  })
}

/** Moves a phase to another place: `to` is its index in the list after the move. */
export function movePhase(source: string, from: number, to: number): string {
  return editPhases(source, (phases) => {
    const [phase] = phases.items.splice(from, 1)
    if (phase !== undefined) phases.items.splice(to, 0, phase)
    return 'changed'
  })
}

/** Puts a copy of a phase below it, with an id of its own. */
export function duplicatePhase(source: string, index: number): string {
  return editPhases(source, (phases) => {
    const phase = phases.items[index]
    if (!isMap(phase)) return 'unchanged'
    const copy = phase.clone() as YAMLMap
    const id = phase.get('id')
    if (typeof id === 'string') copy.set('id', uniqueId(phases, id))
    phases.items.splice(index + 1, 0, copy)
    return 'changed'
  })
}

/** Takes a phase out; phases that came after it come after what it came after. */
export function removePhase(source: string, index: number): string {
  return editPhases(source, (phases, document) => {
    const [removed] = phases.items.splice(index, 1)
    if (!isMap(removed)) return 'changed'
    const id = removed.get('id')
    const heirs = textsOf(removed.get('after'))
    for (const phase of phases.items) {
      const after = isMap(phase) ? phase.get('after') : undefined
      if (isMap(phase) && isSeq(after)) {
        const names = textsOf(after)
        if (typeof id === 'string' && names.includes(id)) replaceAfter(document, phase, names, { id, heirs })
      }
    }
    return 'changed'
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
  document: Document,
  phase: YAMLMap,
  names: readonly string[],
  gone: { readonly id: string; readonly heirs: readonly string[] },
): void {
  const rest = [...new Set(names.flatMap((name) => (name === gone.id ? gone.heirs : [name])))]
  if (rest.length > 0) phase.set('after', document.createNode(rest))
  else phase.delete('after')
}
