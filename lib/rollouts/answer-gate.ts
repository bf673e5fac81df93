import type { Gate } from '@/lib/core/rollout/model'
import { mutation } from '@/lib/server/mutation'
import { carryOut } from './command'
import type { GateAnswerDto } from './dto'
import { failedSince, newestSeen } from './failed-since'
import { loadRollout } from './load'
import { rolloutIdOf } from './rollout-id'
import { answerGateInput } from './schemas'

/**
 * Counts the answer of an outside system, whose signature has been verified. The signature is kept with the effect, in
 * one transaction under the rollout's lock: the same call again changes nothing and says so. What was refused is not
 * kept, so it may be sent again.
 */
export const answerGate = mutation({
  name: 'gate.answer',
  permission: 'gate:decide',
  input: answerGateInput,
  object: ({ rollout, gate }) => ({ type: 'gate', name: `${rollout}/${gate}` }),
  data: ({ answer, name, ip }, { repeated }: GateAnswerDto) => ({ ...answer, name, ip, repeated }),
  run: async (context, { rollout, gate: id, answer, signature }): Promise<GateAnswerDto> => {
    const { tx, now } = context
    const loaded = await loadRollout(tx, rolloutIdOf(rollout), { lock: true, targets: 'none' })
    const isGate = (gate: Gate) => gate.id === id
    const known = await tx.query(
      'SELECT 1 FROM webhook_call WHERE rollout_id = $1 AND gate_id = $2 AND signature = $3',
      [loaded.head.id, id, signature],
    )
    if (known.length > 0) {
      return standing(rollout, loaded.gates.find(isGate), loaded.standing.lastSeq, true)
    }
    const seenSeq = newestSeen(loaded.standing, answer.seenSeq)
    const { state, ack } = await carryOut(
      context,
      loaded,
      {
        type: 'answer-gate',
        gate: id,
        verdict: answer.verdict,
        reason: answer.reason || null,
        round: answer.round,
        planHash: answer.planHash,
        failedSince: await failedSince(tx, loaded.head.id, seenSeq),
      },
      seenSeq,
    )
    await tx.query('INSERT INTO webhook_call (rollout_id, gate_id, signature, at) VALUES ($1, $2, $3, $4)', [
      loaded.head.id,
      id,
      signature,
      now,
    ])
    return standing(rollout, state.gates.find(isGate), ack.lastSeq, false)
  },
})

function standing(
  rollout: string,
  gate: Gate | undefined,
  lastSeq: number,
  repeated: boolean,
): GateAnswerDto {
  if (!gate) throw new Error('a gate that was answered is gone')
  return { rollout, gate: gate.id, state: gate.state, round: gate.round, lastSeq, repeated }
}
