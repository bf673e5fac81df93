import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import { AppError } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'

/** An amendment as it is kept. */
export interface AmendmentRow {
  id: number
  rolloutId: number
  state: 'proposed' | 'applied' | 'rejected' | 'withdrawn'
  reason: string | null
  before: ResolvedPolicy
  policy: ResolvedPolicy
  basePlanHash: string
  planHash: string | null
  weakenings: string[]
  proposedById: number
  proposedBy: string
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  comment: string | null
}

const columns = `a.id, a.rollout_id AS "rolloutId", a.state, a.reason, a.before, a.policy,
  a.base_plan_hash AS "basePlanHash", a.plan_hash AS "planHash", a.weakenings,
  a.proposed_by_id AS "proposedById", p.username AS "proposedBy", a.proposed_at AS "proposedAt",
  d.username AS "decidedBy", a.decided_at AS "decidedAt", a.comment`
const tables = `amendment a JOIN app_user p ON p.id = a.proposed_by_id
  LEFT JOIN app_user d ON d.id = a.decided_by_id`

/** Loads the amendments of a rollout, newest first; at most 100. */
export const loadAmendments = (sql: Sql, rolloutId: number): Promise<AmendmentRow[]> =>
  sql.query<AmendmentRow>(
    `SELECT ${columns} FROM ${tables} WHERE a.rollout_id = $1 ORDER BY a.id DESC LIMIT 100`,
    [rolloutId],
  )

/** Loads the amendment of a rollout that waits for somebody; null = none does. */
export async function pendingAmendment(sql: Sql, rolloutId: number): Promise<AmendmentRow | null> {
  const [row] = await sql.query<AmendmentRow>(
    `SELECT ${columns} FROM ${tables} WHERE a.rollout_id = $1 AND a.state = 'proposed'`,
    [rolloutId],
  )
  return row ?? null
}

/** Loads one amendment; throws `not_found`. */
export async function loadAmendment(sql: Sql, rolloutId: number, id: string): Promise<AmendmentRow> {
  const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0
  const [row] = await sql.query<AmendmentRow>(
    `SELECT ${columns} FROM ${tables} WHERE a.rollout_id = $1 AND a.id = $2`,
    [rolloutId, number],
  )
  if (!row) throw new AppError('not_found', `This rollout has no amendment “${id.slice(0, 40)}”.`)
  return row
}

/** Throws `conflict` unless an amendment still waits for somebody. */
export function requireProposed({ state, decidedBy }: AmendmentRow): void {
  if (state === 'proposed') return
  const message = `This amendment was ${state}${decidedBy ? ` by ${decidedBy}` : ''} already.`
  throw new AppError('conflict', message, { state })
}
