import type { NodeProgress } from '../output'

const invented = ['node-1', 'node-2', 'node-3']

/** Shows nodes going one after the other: those before the current one are done, those after it wait. */
export function simulatedNodes(names: readonly string[] | null, progress: number): NodeProgress[] {
  const list = names && names.length > 0 ? names : invented
  const current = Math.min(list.length, Math.floor(progress * list.length))
  return list.map((name, i) => ({
    name,
    state: i < current ? 'restarted' : i === current ? 'restarting' : 'waiting',
    message: null,
  }))
}
