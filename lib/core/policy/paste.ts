import { type Document, isAlias, isMap, isSeq, type Node, visit, type YAMLMap } from 'yaml'
import { parseYaml } from '@/lib/core/document/parse-yaml'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { editPhases, uniqueId } from './edit-nodes'

/** Most phases that one paste brings in. */
const phasesMax = 200

/** A policy's text with phases pasted into it. */
export interface Pasted {
  readonly source: string
  readonly count: number
}

/**
 * Puts phases that were copied as YAML at a place of the list: one phase, a list of them, or all of another
 * policy. Their ids are made unique. Refuses, in words for people, a text that has no phase in it.
 */
export function pastePhases(source: string, at: number, text: string): Result<Pasted, string> {
  const parsed = parseYaml(text)
  const document = parsed.kind === 'parsed' && parsed.documents === 1 ? parsed.yaml : null
  if (!document || document.errors.length > 0) return err('What was copied is no YAML.')
  const found = phasesIn(document)
  if (found.length === 0) return err('What was copied has no phase in it: a phase has a `select`.')
  if (found.length > phasesMax) return err(`What was copied has more than ${phasesMax} phases.`)
  if (usesAliases(document)) return err('What was copied uses aliases (*name), which point outside of it.')
  const next = editPhases(source, (phases) => {
    for (const [i, phase] of found.entries()) {
      const copy = phase.clone() as YAMLMap
      const id = phase.get('id')
      if (typeof id === 'string') copy.set('id', uniqueId(phases, id))
      phases.items.splice(at + i, 0, copy)
    }
    return 'changed'
  })
  return next === source
    ? err('Mend the text first; there is no list of phases.')
    : ok({ source: next, count: found.length })
}

function phasesIn(document: Document): readonly YAMLMap[] {
  const root = document.contents as Node | null
  const list = isMap(root) && root.has('spec') ? document.getIn(['spec', 'phases']) : root
  const items: readonly unknown[] = isSeq(list) ? list.items : [list]
  const phases = items.filter((item): item is YAMLMap => isMap(item) && item.has('select'))
  return phases.length === items.length ? phases : []
}

function usesAliases(document: Document): boolean {
  let found = false
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined
    found = true
    return visit.BREAK
  })
  return found
}
