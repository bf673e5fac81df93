import { strictInput } from '@/lib/api/strict-input'
import { requireDocumentName } from '@/lib/documents/check-name'
import { publishInput } from '@/lib/documents/schemas'
import type { PersonActor } from '@/lib/members/load-actor'
import { parseInput, requirePermission, type Services } from '@/lib/server/mutation'
import { poolSql } from '@/lib/server/sql'

const draftInput = strictInput({
  name: publishInput.shape.name,
  source: publishInput.shape.source,
  baseRevision: publishInput.shape.baseRevision.default(0),
})

/**
 * Keeps somebody's unpublished text of a policy, whatever state it is in. No act: nobody else sees it, nothing
 * follows from it, and it is written while one types, so it leaves no trace in the audit log.
 */
export async function saveDraft(
  services: Services,
  actor: PersonActor,
  raw: { name: string; source: string; baseRevision?: number },
): Promise<void> {
  requirePermission(actor, 'policy:write')
  const { name, source, baseRevision } = parseInput(draftInput, raw)
  requireDocumentName(name)
  await poolSql(services.pool).query(
    `INSERT INTO policy_draft (user_id, policy_name, base_revision, source, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (user_id, policy_name) DO UPDATE SET base_revision = excluded.base_revision,
       source = excluded.source, updated_at = excluded.updated_at`,
    [actor.userId, name, baseRevision, source, services.now()],
  )
}

/** Throws somebody's draft of a policy away; no error when there is none. */
export async function discardDraft(services: Services, actor: PersonActor, name: string): Promise<void> {
  requirePermission(actor, 'policy:write')
  await poolSql(services.pool).query('DELETE FROM policy_draft WHERE user_id = $1 AND policy_name = $2', [
    actor.userId,
    name,
  ])
}
