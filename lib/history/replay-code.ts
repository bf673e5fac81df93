import { targetStates } from '@/lib/core/rollout/states'
import { codeOf } from '@/lib/stream/cell'
import { again } from './dto'

const applying = codeOf('applying', false)
const other: Readonly<Record<string, number>> = {
  'target.started': applying,
  'target.attempt_started': applying,
  'target.attempt_ended': again,
  'target.retried': codeOf('pending', false),
}

/** Says what a target is after an event of that type: a code of the stream, `again`, or null when nothing moved. */
export function replayCodeOf(type: string): number | null {
  const state = targetStates.find((one) => type === `target.${one}`)
  return state === undefined ? (other[type] ?? null) : codeOf(state, false)
}

/** Every type of event that moves a target. */
export const movingTypes: readonly string[] = [
  ...targetStates.map((state) => `target.${state}`),
  ...Object.keys(other),
]
