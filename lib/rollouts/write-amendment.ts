import type { EngineState, Turn } from '@/lib/core/rollout/state'
import type { Sql } from '@/lib/server/sql'
import { integers } from './array-literal'
import { gateRow } from './write/gate-part'
import { date } from './write/parts'
import { phaseRow } from './write/phase-part'

/** Targets of one UPDATE: few round trips, far below the statement's time limit. */
const batchSize = 10_000

/**
 * Writes what an amendment has switched: the rules, and all phases, gates and guards as they are at the end of the
 * turn. It runs under the rollout's row lock, in the transaction of the turn's own statement, which follows it and
 * needs these rows. Approvals that were given for a gate that is gone go with it; the event log keeps them.
 */
export async function writeAmendment(tx: Sql, state: EngineState, turn: Turn): Promise<void> {
  const { id, rules, planHash } = state.head
  await tx.query('UPDATE rollout SET policy = $2, plan_hash = $3 WHERE id = $1', [
    id,
    JSON.stringify(rules.policy),
    planHash,
  ])
  await writePhases(tx, state)
  await writeGates(tx, state)
  await writeGuards(tx, state)
  for (let i = 0; i < turn.moved.length; i += batchSize) {
    // No two targets ever stand in one place: all leave theirs before any takes another.
    await tx.query(
      `UPDATE target SET position = -u.n - $2::int FROM unnest($1::bigint[]) WITH ORDINALITY AS u (id, n)
       WHERE target.id = u.id`,
      [integers(turn.moved.slice(i, i + batchSize), (target) => target.id), i],
    )
  }
  for (let i = 0; i < turn.moved.length; i += batchSize) {
    const some = turn.moved.slice(i, i + batchSize)
    await tx.query(
      `UPDATE target SET phase_index = u.phase, position = u.position
       FROM unnest($1::bigint[], $2::int[], $3::int[]) AS u (id, phase, position) WHERE target.id = u.id`,
      [
        integers(some, (target) => target.id),
        integers(some, ({ phase }) => phase),
        integers(some, ({ position }) => position),
      ],
    )
  }
}

async function writePhases(tx: Sql, { head, phases }: EngineState): Promise<void> {
  const rows = phases.map((phase) => ({
    id: phase.id,
    title: phase.title,
    total: phase.total,
    ...phaseRow(phase),
  }))
  const counts = Object.keys(phases[0]?.counts ?? {})
  const numbers = ['index', 'step', 'total', ...counts, 'charged', 'acknowledged']
  const names = [
    ...numbers,
    'id',
    'title',
    'state',
    'resolved',
    'compared',
    'started_at',
    'soak_until',
    'finished_at',
  ].join(', ')
  await tx.query('DELETE FROM phase WHERE rollout_id = $1', [head.id])
  await tx.query(
    `INSERT INTO phase (rollout_id, ${names}) SELECT $1, ${names}
     FROM jsonb_to_recordset($2::jsonb) AS p (${numbers.map((name) => `${name} int`).join(', ')}, id text,
       title text, state phase_state, resolved jsonb, compared jsonb, started_at timestamptz, soak_until timestamptz,
       finished_at timestamptz)`,
    [head.id, JSON.stringify(rows)],
  )
}

async function writeGates(tx: Sql, { head, gates }: EngineState): Promise<void> {
  const rows = gates.map((gate) => ({
    phase_index: gate.phase,
    place: gate.place,
    type: gate.spec.type,
    spec: gate.spec,
    ...gateRow(gate),
  }))
  const ids = rows.map(({ id }) => id)
  await tx.query('DELETE FROM gate WHERE rollout_id = $1 AND id <> ALL($2::text[])', [head.id, ids])
  const names = `id, phase_index, place, type, spec, state, requested_at, expires_at, decided_at, round, evidence, override`
  await tx.query(
    `INSERT INTO gate (rollout_id, ${names}) SELECT $1, ${names}
     FROM jsonb_to_recordset($2::jsonb) AS g (id text, phase_index int, place text, type text, spec jsonb,
       state gate_state, requested_at timestamptz, expires_at timestamptz, decided_at timestamptz, round int,
       evidence jsonb, override jsonb)
     ON CONFLICT (rollout_id, id) DO UPDATE SET phase_index = excluded.phase_index, place = excluded.place,
       type = excluded.type, spec = excluded.spec, state = excluded.state, requested_at = excluded.requested_at,
       expires_at = excluded.expires_at, decided_at = excluded.decided_at, round = excluded.round,
       evidence = excluded.evidence, override = excluded.override,
       look = CASE WHEN gate.spec = excluded.spec THEN gate.look END`,
    [head.id, JSON.stringify(rows)],
  )
}

async function writeGuards(tx: Sql, { head, guards }: EngineState): Promise<void> {
  await tx.query('DELETE FROM guard WHERE rollout_id = $1', [head.id])
  const rows = guards.map(({ index, spec, evidence, failingSince }) => ({
    index,
    name: spec.name,
    evidence,
    failing_since: date(failingSince),
  }))
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO guard (rollout_id, index, name, evidence, failing_since)
     SELECT $1, index, name, evidence, failing_since
     FROM jsonb_to_recordset($2::jsonb) AS g (index int, name text, evidence jsonb, failing_since timestamptz)`,
    [head.id, JSON.stringify(rows)],
  )
}
