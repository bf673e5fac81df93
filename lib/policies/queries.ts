import { normalisePolicy } from '@/lib/core/policy/normalise'
import type { PolicyDocument } from '@/lib/core/policy/types'
import type { Sql } from '@/lib/server/sql'
import type { PolicyDraftDto, PolicySummaryDto } from './dto'

interface SummaryRow {
  name: string
  revision: number
  document: PolicyDocument
  author: string
  updated_at: Date
}

/** Lists the policies in use, by name. */
export async function listPolicies(sql: Sql): Promise<PolicySummaryDto[]> {
  const rows = await sql.query<SummaryRow>(
    `SELECT p.name, p.revision, r.document, u.username AS author, p.updated_at
     FROM policy p JOIN policy_revision r ON r.policy_id = p.id AND r.number = p.revision
       JOIN app_user u ON u.id = r.author_id
     WHERE p.deleted_at IS NULL ORDER BY p.name`,
  )
  return rows.map(({ name, revision, document, author, updated_at }) => ({
    name,
    title: document.metadata.title ?? name,
    description: document.metadata.description ?? null,
    revision,
    author,
    updatedAt: updated_at.toISOString(),
    phases: normalisePolicy(document).phases.map(({ id, title }) => ({ id, title })),
  }))
}

/** Lists one's own unpublished drafts, latest first. */
export async function listDrafts(sql: Sql, userId: number): Promise<PolicyDraftDto[]> {
  const rows = await sql.query<{ name: string; base: number; source: string; updated_at: Date }>(
    `SELECT policy_name AS name, base_revision AS base, source, updated_at FROM policy_draft
     WHERE user_id = $1 ORDER BY updated_at DESC`,
    [userId],
  )
  return rows.map(({ name, base, source, updated_at }) => ({
    name,
    baseRevision: base,
    source,
    updatedAt: updated_at.toISOString(),
  }))
}

/** Fetches one's own draft of a policy; null when there is none. */
export async function getDraft(sql: Sql, userId: number, name: string): Promise<PolicyDraftDto | null> {
  return (await listDrafts(sql, userId)).find((draft) => draft.name === name) ?? null
}
