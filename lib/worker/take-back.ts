import type { Runtime, Turn } from '@/lib/core/rollout/state'
import { giveBackOrders } from '@/lib/core/rollout/watch'

/** Forgets in a ticker's memory what a turn had decided and nobody has written: starts, and looks at checks. */
export function takeBack(run: Runtime, turn: Turn): void {
  for (const { target, kind } of turn.effects) {
    const flight = run.flights.get(target.id)
    if (flight && kind === 'start') flight.sent = false
  }
  giveBackOrders(run, turn)
}
