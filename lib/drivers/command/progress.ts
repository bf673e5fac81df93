import { isObject } from '@/lib/core/shared/json'
import { cleanText, type NodeProgress } from '../output'

/** What a runbook has said of its progress so far. */
export interface RunbookProgress {
  readonly progress: number | null
  readonly message: string | null
  readonly nodes: ReadonlyMap<string, NodeProgress>
}

/** A runbook that has said nothing yet. */
export const silent: RunbookProgress = { progress: null, message: null, nodes: new Map() }

/** Nodes beyond this number are not kept: a runbook that invents names must not fill the memory. */
export const nodesMax = 1_000

/**
 * Reads one line of standard output. A line that is a JSON object with `progress`, `message`, `node` or
 * `nodeState` moves the progress, and `text` is what of it belongs into the log (null = nothing); every other
 * line is log and changes nothing. Members of the wrong type are ignored, progress outside 0..1 is clamped.
 */
export function readProgress(
  state: RunbookProgress,
  line: string,
): { readonly state: RunbookProgress; readonly text: string | null } {
  const said = parseLine(line)
  if (!said) return { state, text: line }
  const message = text(said.message)
  const node = text(said.node)
  const nodeState = text(said.nodeState)
  return {
    state: {
      progress: fraction(said.progress) ?? state.progress,
      message: message ?? state.message,
      nodes: node === null ? state.nodes : withNode(state.nodes, node, nodeState, message),
    },
    text: message ?? (node === null ? null : `${node}: ${nodeState ?? 'in progress'}`),
  }
}

function parseLine(line: string): Record<string, unknown> | null {
  const trimmed = line.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return null
  try {
    const value: unknown = JSON.parse(trimmed)
    const known = ['progress', 'message', 'node', 'nodeState']
    return isObject(value) && known.some((key) => Object.hasOwn(value, key)) ? value : null
  } catch {
    return null
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cleanText(value.slice(0, 1_000)) : null
}

function fraction(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : null
}

function withNode(
  nodes: ReadonlyMap<string, NodeProgress>,
  name: string,
  state: string | null,
  message: string | null,
): ReadonlyMap<string, NodeProgress> {
  const before = nodes.get(name)
  if (!before && nodes.size >= nodesMax) return nodes
  const next = new Map(nodes)
  return next.set(name, {
    name,
    state: state ?? before?.state ?? 'in progress',
    message: message ?? before?.message ?? null,
  })
}
