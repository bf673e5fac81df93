import { formatDuration } from '@/lib/client/format'
import type { TargetDetailDto } from '@/lib/rollouts/dto'

export interface CompareRow {
  readonly name: string
  readonly failed: string
  readonly succeeded: string
  readonly differs: boolean
}

/** Lays two targets out side by side: their facts, and what became of each step; what differs comes first. */
export function compareRows(failed: TargetDetailDto, succeeded: TargetDetailDto): CompareRow[] {
  const [left, right] = [flatFacts(failed), flatFacts(succeeded)]
  const names = [...new Set([...left.keys(), ...right.keys()])]
  const facts = names
    .map((name) => rowOf(name, left.get(name), right.get(name)))
    .sort((a, b) => Number(b.differs) - Number(a.differs))
  const steps = [...new Set([...failed.attempts, ...succeeded.attempts].map(({ step }) => step))]
  return [...steps.map((step) => rowOf(step, triesOf(failed, step), triesOf(succeeded, step))), ...facts]
}

function rowOf(name: string, failed = '–', succeeded = '–'): CompareRow {
  return { name, failed, succeeded, differs: failed !== succeeded }
}

function flatFacts({ facts, previous }: TargetDetailDto): Map<string, string> {
  const flat = new Map<string, string>()
  const add = (name: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, each] of Object.entries(value))
        add(`${name}.${key}`.replace(/^labels\./, 'label '), each)
    } else flat.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  for (const [name, value] of Object.entries(facts)) add(name, value)
  for (const [name, value] of Object.entries(previous ?? {})) add(`${name} found`, value)
  return flat
}

/** "failed after 12 s, try 3" */
function triesOf({ attempts }: TargetDetailDto, step: string): string | undefined {
  const last = attempts.findLast((attempt) => attempt.step === step)
  if (!last) return undefined
  const took = last.finishedAt ? Date.parse(last.finishedAt) - Date.parse(last.startedAt) : null
  const words = (last.outcome ?? 'in flight').replaceAll('_', ' ')
  return [
    words,
    took === null ? '' : ` after ${formatDuration(took)}`,
    last.number > 1 ? `, try ${last.number}` : '',
  ].join('')
}
