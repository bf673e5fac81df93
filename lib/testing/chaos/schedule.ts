import { createRandom } from '@/lib/core/shared/random'
import type { RunName } from './programme'

export const faultNames = [
  'kill-worker',
  'kill-workers',
  'freeze-worker',
  'kill-web',
  'kill-postgres',
  'database-reset',
  'database-hold',
  'database-deafen',
  'database-slow',
  'plane-reset',
  'plane-hold',
  'plane-deafen',
  'plane-slow',
] as const
export type FaultName = (typeof faultNames)[number]

export type CommandName = 'pause' | 'abort' | 'rollback'

/** One thing that goes wrong, and what somebody commands in the middle of it. */
export interface Act {
  readonly fault: FaultName
  /** Which worker it hits, where it hits one. */
  readonly seat: number
  /** Ms from the moment at which work is under way to the fault, and for how long it lasts at least. */
  readonly delayMs: number
  readonly lastsMs: number
  readonly command: { readonly name: CommandName; readonly run: RunName } | null
}

/** Draws what happens in a round: every fault once, in some order. Follows from seed and round alone. */
export function drawSchedule(seed: string, round: number): Act[] {
  const random = createRandom(`chaos ${seed} ${round}`)
  const some = <T>(items: readonly T[]): T => items[random.int(items.length)] as T
  // Whoever is paused, stopped or taken back must still be at work by then.
  const commands = new Map<number, Act['command']>([
    [some([0, 1, 2]), { name: 'pause', run: 'wave' }],
    [some([3, 4]), { name: 'abort', run: 'aborted' }],
    [some([5, 6]), { name: 'rollback', run: 'back' }],
    [some([7, 8]), { name: 'pause', run: 'wave' }],
  ])
  return random.shuffle(faultNames).map((fault, i) => ({
    fault,
    seat: random.int(2),
    delayMs: random.int(300),
    lastsMs: 1_200 + random.int(1_200),
    command: commands.get(i) ?? null,
  }))
}
