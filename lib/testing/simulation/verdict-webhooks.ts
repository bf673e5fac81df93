import type { Board } from './board'
import { eraAt, type Stored } from './store'
import type { Say } from './verdict'
import { eventsOf } from './witness'

/**
 * A webhook gate opens by a call alone that answers what the gate asked, about the plan that holds, with nothing
 * failed since; and the same call counts once.
 */
export function webhooksAreAnswered(id: number, stored: Stored, board: Board, say: Say): void {
  const counted = board.calls.filter(({ rollout, accepted }) => rollout === id && accepted)
  const said = new Set<string>()
  for (const { gate, round, planHash, verdict, at } of counted) {
    const call = `${gate} ${round} ${planHash} ${verdict}`
    if (said.has(call)) say(`at ${at} the same answer to ${gate} counted again (16)`)
    said.add(call)
  }
  for (const { gate, at, seq } of eventsOf(stored, 'gate.opened')) {
    if (gate?.spec.type !== 'webhook') continue
    const call = counted.findLast((one) => one.gate === gate.id && one.at === at && one.verdict === 'open')
    const asked = eventsOf(stored, 'gate.requested').findLast(
      (one) => one.gate?.id === gate.id && one.seq < seq,
    )
    if (!call || !asked) {
      say(`at ${at} ${gate.id} opened, and nobody had answered (9)`)
      continue
    }
    if (call.round !== asked.gate?.round) say(`at ${at} ${gate.id} opened by an answer to another round (9)`)
    if (call.planHash !== eraAt(stored, seq).planHash)
      say(`at ${at} ${gate.id} opened by an answer about another plan (9)`)
    const failed = eventsOf(stored, 'target.failed').some((one) => one.seq > call.seenSeq && one.seq < seq)
    if (failed) say(`at ${at} ${gate.id} opened by whoever had not seen what failed (9)`)
  }
  refusalsHold(counted, stored, say)
}

/** A refusal stops the rollout where it stands: nothing goes on before somebody has said so. */
function refusalsHold(counted: Board['calls'], stored: Stored, say: Say): void {
  for (const { gate: id, at, verdict } of counted) {
    if (verdict !== 'refuse') continue
    const rejected = eventsOf(stored, 'gate.rejected').find((one) => one.gate?.id === id && one.at === at)
    if (!rejected) {
      say(`at ${at} ${id} was refused, and does not say so`)
      continue
    }
    const next = stored.log.find(
      ({ seq, type }) =>
        seq > rejected.seq && /^(target|phase)\.started$|^rollout\.(?!amend)|^gate\.overridden$/.test(type),
    )
    if (next?.type === 'target.started' || next?.type === 'phase.started')
      say(`event ${next.seq} goes on after ${id} was refused, and nobody said so (2)`)
  }
}
