import type { Evidence, Guard } from '@/lib/core/rollout/model'
import type { Sql } from '@/lib/server/sql'
import type { EvidenceDto, GuardDto } from './dto'

/** The newest look at a check, as its worker keeps it. */
export interface Look {
  readonly kind: Evidence['kind']
  readonly message: string
  readonly at: number
}

/** The newest looks at the checks of a rollout: by gate id, and by index of the guard. */
export interface Looks {
  readonly gates: ReadonlyMap<string, Look>
  readonly guards: ReadonlyMap<number, Look>
}

/** Loads the newest looks at what a rollout watches. */
export async function loadLooks(sql: Sql, rolloutId: number): Promise<Looks> {
  const gates = await sql.query<{ id: string; look: Look }>(
    'SELECT id, look FROM gate WHERE rollout_id = $1 AND look IS NOT NULL',
    [rolloutId],
  )
  const guards = await sql.query<{ index: number; look: Look }>(
    'SELECT index, look FROM guard WHERE rollout_id = $1 AND look IS NOT NULL',
    [rolloutId],
  )
  return {
    gates: new Map(gates.map(({ id, look }) => [id, look])),
    guards: new Map(guards.map(({ index, look }) => [index, look])),
  }
}

/** Shows what is known, with the words of the newest look if that has shown the same. */
export function evidenceDto(evidence: Evidence | null, look: Look | undefined): EvidenceDto | null {
  if (!evidence) return null
  const { kind, message, observed, at } = evidence
  const newer = look !== undefined && look.kind === kind && look.at >= at ? look : null
  return {
    state: kind,
    message: newer?.message ?? message,
    value: observed,
    since: new Date(at).toISOString(),
    checkedAt: new Date(newer?.at ?? at).toISOString(),
  }
}

/** Shows a guard. */
export function guardDto({ spec, evidence, failingSince }: Guard, look: Look | undefined): GuardDto {
  const iso = (at: number) => new Date(at).toISOString()
  return {
    name: spec.name,
    evidence: evidenceDto(evidence, look),
    failingSince: failingSince === null ? null : iso(failingSince),
    pausesAt: failingSince === null ? null : iso(failingSince + spec.failAfterMs),
  }
}
