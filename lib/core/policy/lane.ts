import type { Document } from 'yaml'
import { parseYaml } from '@/lib/core/document/parse-yaml'
import { getOwn, isObject, type Json } from '@/lib/core/shared/json'

/**
 * A policy as the lane of the builder draws it. It is read from the text without judging it: an amount that is
 * no amount is still shown in its field, beside the problem that the validator finds. Texts that are absent are
 * empty, because that is what an input shows.
 */
export interface Lane {
  readonly name: string
  readonly title: string
  readonly unmatched: 'exclude' | 'refuse'
  readonly budget: LaneBudget | null
  readonly phases: readonly LanePhase[]
}

export interface LanePhase {
  readonly index: number
  /** As written; empty when the id is derived from the place. */
  readonly id: string
  /** What people call it: its title, else its id, else `Phase 3`. */
  readonly title: string
  readonly select: string
  readonly take: string
  readonly takeBy: readonly string[]
  readonly maxInFlight: string
  readonly order: string
  readonly soak: string
  readonly approval: LaneApproval | null
  readonly budget: LaneBudget | null
  /** The ramp as written: `1 → 10% → 100%`. */
  readonly steps: string
  /** Explicit predecessors; null = the phase above. */
  readonly after: readonly string[] | null
  /** The gates in front of it as written. */
  readonly gates: readonly Json[]
  /** Types of those gates other than its first approval, in order. */
  readonly otherGates: readonly string[]
}

export interface LaneApproval {
  readonly count: string
  readonly role: string
  readonly notLauncher: boolean
  readonly expires: string
}

export interface LaneBudget {
  readonly max: string
  readonly onExhausted: string
  readonly strict: boolean
}

/** Reads the lane of a policy's text; null when the text is no YAML or has no list of phases. */
export function readLane(source: string): Lane | null {
  const parsed = parseYaml(source)
  if (parsed.kind !== 'parsed' || !parsed.yaml || parsed.yaml.errors.length > 0) return null
  const root = plain(parsed.yaml)
  const spec = at(root, 'spec')
  const phases = at(spec, 'phases')
  if (!Array.isArray(phases)) return null
  return {
    name: words(at(at(root, 'metadata'), 'name')),
    title: words(at(at(root, 'metadata'), 'title')),
    unmatched: at(spec, 'unmatched') === 'refuse' ? 'refuse' : 'exclude',
    budget: readBudget(at(spec, 'failureBudget')),
    phases: phases.map(readPhase),
  }
}

/** The values of a document; null when its aliases stand for too much, which the validator says. */
function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    if (error instanceof ReferenceError) return null
    throw error
  }
}

/** Writes what was typed for an amount as a document has it: a number, a share, or nothing. */
export function amountOf(typed: string): string | number | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  return /^\d+$/.test(text) ? Number(text) : text
}

/** Writes what was typed for an order: one field, several, or nothing. */
export function orderOf(typed: string): string | string[] | undefined {
  const fields = typed
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '')
  return fields.length > 1 ? fields : fields[0]
}

function readPhase(phase: unknown, index: number): LanePhase {
  const gates = list(at(phase, 'before'))
  const approval = gates.findIndex((gate) => at(gate, 'approval') !== undefined)
  const after = at(phase, 'after')
  const id = words(at(phase, 'id'))
  return {
    index,
    id,
    title: words(at(phase, 'title')) || id || `Phase ${index + 1}`,
    select: words(at(phase, 'select')),
    take: words(at(phase, 'take')),
    takeBy: list(at(phase, 'takeBy')).map(words),
    maxInFlight: words(at(phase, 'maxInFlight')),
    order: list(at(phase, 'order')).map(words).join(', '),
    soak: words(at(phase, 'soak')),
    approval: approval < 0 ? null : readApproval(at(gates[approval], 'approval')),
    budget: readBudget(at(phase, 'failureBudget')),
    steps: list(at(phase, 'steps'))
      .map((step) => words(isObject(step) ? at(step, 'to') : step))
      .join(' → '),
    after: after === undefined ? null : list(after).map(words),
    gates: gates as Json[],
    otherGates: gates.filter((_, i) => i !== approval).map((gate) => Object.keys(Object(gate))[0] ?? 'gate'),
  }
}

function readApproval(approval: unknown): LaneApproval {
  return {
    count: words(at(approval, 'count')) || '1',
    role: words(at(approval, 'role')) || 'approver',
    notLauncher: at(approval, 'notLauncher') !== false,
    expires: words(at(approval, 'expires')),
  }
}

function readBudget(budget: unknown): LaneBudget | null {
  if (!isObject(budget)) return null
  return {
    max: words(at(budget, 'max')),
    onExhausted: words(at(budget, 'onExhausted')) || 'pause',
    strict: at(budget, 'strict') === true,
  }
}

const at = (value: unknown, key: string): unknown => (isObject(value) ? getOwn(value, key) : undefined)

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

const words = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
