import type { Document } from 'yaml'
import { parseYaml } from '@/lib/core/document/parse-yaml'
import type { Json, JsonObject } from '@/lib/core/shared/json'
import { phaseAfter, phaseIds } from './phase-ids'
import { itemsIn, member, objectIn, textIn } from './written'

/**
 * A policy as the lane of the builder draws it: what is written, phase by phase, without judging it. Only what the
 * lane needs to lay itself out is read here; fields read their own part of `written`.
 */
export interface Lane {
  readonly name: string
  readonly title: string
  readonly unmatched: 'exclude' | 'refuse'
  /** Name, title and description as they are written. */
  readonly metadata: JsonObject
  /** The policy as it is written, its phases among it. */
  readonly spec: JsonObject
  readonly phases: readonly LanePhase[]
}

export interface LanePhase {
  readonly index: number
  /** Its own id, or the one it has by its place. */
  readonly id: string
  /** What people call it: its title, else its id, else `Phase 3`. */
  readonly title: string
  readonly select: string
  /** Ids of the phases that it comes after. */
  readonly after: readonly string[]
  /** Whether `after` is written; else it is the phase above. */
  readonly afterWritten: boolean
  /** The phase as it is written. */
  readonly written: JsonObject
}

/** Reads the lane of a policy's text; null when the text is no YAML or has no list of phases. */
export function readLane(source: string): Lane | null {
  const parsed = parseYaml(source)
  if (parsed.kind !== 'parsed' || !parsed.yaml || parsed.yaml.errors.length > 0) return null
  const root = plain(parsed.yaml)
  const spec = objectIn(member(root, 'spec'))
  const phases = member(spec, 'phases')
  if (!Array.isArray(phases)) return null
  const metadata = objectIn(member(root, 'metadata'))
  return {
    name: textIn(member(metadata, 'name')),
    title: textIn(member(metadata, 'title')),
    unmatched: member(spec, 'unmatched') === 'refuse' ? 'refuse' : 'exclude',
    metadata,
    spec,
    phases: readPhases(phases),
  }
}

/** The values of a document; null when its aliases stand for too much, which the validator says. */
function plain(document: Document): Json {
  try {
    return document.toJS({ maxAliasCount: 100 }) as Json
  } catch (error) {
    if (error instanceof ReferenceError) return null
    throw error
  }
}

function readPhases(phases: readonly Json[]): LanePhase[] {
  const named = phases.map((phase) => {
    const after = member(phase, 'after')
    return {
      id: textIn(member(phase, 'id')) || undefined,
      after: after === undefined ? undefined : itemsIn(after).map(textIn),
    }
  })
  const ids = phaseIds(named)
  const after = phaseAfter(named)
  return phases.map((phase, index) => ({
    index,
    id: ids[index] as string,
    title: textIn(member(phase, 'title')) || named[index]?.id || `Phase ${index + 1}`,
    select: textIn(member(phase, 'select')),
    after: after[index] as readonly string[],
    afterWritten: named[index]?.after !== undefined,
    written: objectIn(phase),
  }))
}
