import type { ResolvedGate } from '@/lib/core/policy/resolved'
import type { GateState } from '@/lib/core/rollout/states'
import { answerGate } from '@/lib/rollouts/answer-gate'
import type { GateAnswerDto } from '@/lib/rollouts/dto'
import { gateAnswer } from '@/lib/rollouts/schemas'
import { readSecret } from '@/lib/secrets/queries'
import { AppError } from '@/lib/server/errors'
import type { Key } from '@/lib/server/keys'
import { parseInput, type Services } from '@/lib/server/mutation'
import { parseJson } from '@/lib/server/parse-json'
import { poolSql, type Sql } from '@/lib/server/sql'
import { type Caller, type Refuser, refuseCaller, spendCall } from './refuse-caller'
import { isSignedBy } from './sign-call'

export interface AnswerServices extends Services, Refuser {
  encryptionKey(): Key
}

/** A call that says it answers for a gate; nothing of it is believed yet. */
export interface Answer extends Caller {
  readonly rollout: string
  readonly gate: string
  readonly timestamp: string | null
  readonly signature: string | null
  /** The body, byte by byte. */
  readonly text: string
}

interface AskedGate {
  readonly spec: ResolvedGate
  readonly state: GateState
  readonly round: number
  readonly lastSeq: number
  /** Whether this very call has counted before. */
  readonly repeated: boolean
}

/** How far the clock of an outside system may be off, or a call be under way. */
const toleranceMs = 300_000

/**
 * Takes the answer of an outside system: who signs with the gate's secret is believed. A call that has counted before is
 * answered as it was, however late it comes again, and changes nothing.
 *
 * @throws AppError `unauthenticated` for whoever cannot prove it, whatever they ask about; `rate_limited`; then what
 * the gate says: `invalid`, `conflict` with its state, `stale`.
 */
export async function takeAnswer(services: AnswerServices, answer: Answer): Promise<GateAnswerDto> {
  await spendCall(services, answer)
  const { rollout, gate, timestamp, signature, text } = answer
  const sql = poolSql(services.pool)
  const asked = await askedGate(sql, answer)
  const doubt = await whyNotBelieved(sql, services.encryptionKey(), asked?.spec, answer)
  if (doubt !== null || asked?.spec.type !== 'webhook' || signature === null) {
    throw await refuseCaller(services, answer, `${rollout}/${gate}`, doubt ?? 'the gate is no webhook')
  }
  if (asked.repeated) {
    const { state, round, lastSeq } = asked
    return { rollout, gate, state, round, lastSeq, repeated: true }
  }
  const offMs = Math.abs(services.now().getTime() - Number(timestamp) * 1_000)
  if (!(offMs <= toleranceMs)) {
    throw await refuseCaller(
      services,
      answer,
      `${rollout}/${gate}`,
      'the timestamp is more than 5 minutes off',
    )
  }
  const { name } = asked.spec
  const input = {
    rollout,
    gate,
    answer: parseInput(gateAnswer, parseJson(text)),
    name,
    ip: answer.ip,
    signature,
  }
  return answerGate(services, { kind: 'system', name: `webhook:${name}` }, input)
}

async function askedGate(sql: Sql, { rollout, gate, signature }: Answer): Promise<AskedGate | null> {
  if (!/^[1-9]\d{0,8}$/.test(rollout)) return null
  const [row] = await sql.query<AskedGate>(
    `SELECT g.spec, g.state, g.round, r.last_seq AS "lastSeq", EXISTS (SELECT 1 FROM webhook_call c
       WHERE c.rollout_id = g.rollout_id AND c.gate_id = g.id AND c.signature = $3) AS repeated
     FROM gate g JOIN rollout r ON r.id = g.rollout_id WHERE g.rollout_id = $1 AND g.id = $2`,
    [Number(rollout), gate, signature ?? ''],
  )
  return row ?? null
}

/** Says why a call proves nothing, for the audit only; null = it is signed with the gate's secret. */
async function whyNotBelieved(
  sql: Sql,
  key: Key,
  spec: ResolvedGate | undefined,
  { rollout, gate, timestamp, signature, text }: Answer,
): Promise<string | null> {
  if (spec?.type !== 'webhook') return 'there is no such webhook gate'
  if (timestamp === null || signature === null) return 'it is not signed'
  if (!/^\d{1,12}$/.test(timestamp)) return 'its timestamp is none'
  let secret: string
  try {
    secret = await readSecret(sql, key, spec.secret)
  } catch (error) {
    if (error instanceof AppError) return `the secret ${spec.secret} is not there`
    throw error
  }
  const call = { kind: 'answer', timestamp, rollout, gate, body: text } as const
  return isSignedBy(secret, call, signature) ? null : 'the signature is wrong'
}
