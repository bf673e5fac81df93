import { can, type RoleBinding } from '@/lib/core/access/permissions'
import { whyNotApproveAmendment } from '@/lib/core/rollout/amend/propose'
import type { Sql } from '@/lib/server/sql'
import type { InboxItemDto } from './dto'

interface Row {
  id: number
  rollout: number
  title: string
  operation: string
  launchedBy: string
  launchedById: number
  policyAuthorId: number | null
  lastOverriderId: number | null
  proposedBy: string
  proposedById: number
  proposedAt: Date
  /** Another amendment was made since it was proposed. */
  overtaken: boolean
}

interface Viewer {
  readonly userId: number
  readonly bindings: readonly RoleBinding[]
}

/** Lists the amendments that wait for somebody, oldest first, each with whether the viewer may approve it. */
export async function listWaitingAmendments(sql: Sql, viewer: Viewer): Promise<InboxItemDto[]> {
  const rows = await sql.query<Row>(
    `SELECT a.id, r.id AS rollout, r.title, r.operation->>'title' AS operation, u.username AS "launchedBy",
       r.launched_by_id AS "launchedById", pr.author_id AS "policyAuthorId",
       r.last_overrider_id AS "lastOverriderId", p.username AS "proposedBy",
       a.proposed_by_id AS "proposedById", a.proposed_at AS "proposedAt",
       a.base_plan_hash <> r.plan_hash AS overtaken
     FROM amendment a JOIN rollout r ON r.id = a.rollout_id JOIN app_user u ON u.id = r.launched_by_id
     JOIN app_user p ON p.id = a.proposed_by_id LEFT JOIN policy_revision pr ON pr.id = r.policy_revision_id
     WHERE a.state = 'proposed' AND r.state IN ('running', 'paused') AND r.rollback IS NULL
     ORDER BY a.id LIMIT 200`,
  )
  const decide = can(viewer.bindings, 'gate:decide')
  return rows.map((row) => {
    const close = decide.allowed
      ? whyNotApproveAmendment(row, row.proposedById, viewer.userId)
      : decide.reason
    const whyNot = close ?? (row.overtaken ? 'The plan has been amended since this was proposed.' : null)
    return {
      rollout: String(row.rollout),
      gate: `amendment-${row.id}`,
      amendment: String(row.id),
      rolloutTitle: row.title,
      question: `Change the rest as ${row.proposedBy} proposes?`,
      operation: row.operation,
      launchedBy: row.launchedBy,
      requestedAt: row.proposedAt.toISOString(),
      expiresAt: null,
      approved: 0,
      needed: 1,
      mine: whyNot === null,
      myRole: decide.allowed,
      whyNot,
      whyNotReject: decide.allowed ? null : decide.reason,
    }
  })
}
