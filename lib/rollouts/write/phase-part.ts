import type { Phase } from '@/lib/core/rollout/model'
import type { EngineState, Turn } from '@/lib/core/rollout/state'
import { date, type Parts } from './parts'

/** What of a phase can move, as a row. */
export const phaseRow = (phase: Phase) => ({
  index: phase.index,
  state: phase.state,
  step: phase.step,
  ...phase.counts,
  charged: phase.charged,
  acknowledged: phase.acknowledged,
  resolved: phase.resolved,
  compared: phase.compared,
  started_at: date(phase.startedAt),
  soak_until: date(phase.soakUntil),
  finished_at: date(phase.finishedAt),
})

/** Phases that have moved, with their counts. */
export function phasePart({ param, ctes }: Parts, { head }: EngineState, turn: Turn): void {
  const rows = [...turn.phases].map(phaseRow)
  const counts = Object.keys(turn.phases.values().next().value?.counts ?? {})
  const numbers = ['step', ...counts, 'charged', 'acknowledged']
  const others = ['state', 'resolved', 'compared', 'started_at', 'soak_until', 'finished_at']
  const types = `index int, ${numbers.map((name) => `${name} int`).join(', ')}, state phase_state, resolved jsonb, compared jsonb,
     started_at timestamptz, soak_until timestamptz, finished_at timestamptz`
  ctes.push(
    `p AS (UPDATE phase SET ${[...numbers, ...others].map((name) => `${name} = u.${name}`).join(', ')}
     FROM jsonb_to_recordset(${param(JSON.stringify(rows))}::jsonb) AS u (${types}), r
     WHERE phase.rollout_id = ${param(head.id)} AND phase.index = u.index)`,
  )
}
