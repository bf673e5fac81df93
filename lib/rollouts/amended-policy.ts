import { checkValidators } from '@/lib/checks/validators'
import { exportDocument } from '@/lib/core/document/export'
import { sourceOf } from '@/lib/core/document/read-document'
import { withStopBaselines } from '@/lib/core/plan/baselines'
import { documentOf } from '@/lib/core/policy/document-of'
import { normalisePolicy } from '@/lib/core/policy/normalise'
import { readPolicy } from '@/lib/core/policy/read'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { Json } from '@/lib/core/shared/json'
import { baselineFrom } from '@/lib/core/stats/evidence'
import { documentRefusal } from '@/lib/documents/refusal'
import { loadHistory } from '@/lib/rehearsals/load'
import type { Sql } from '@/lib/server/sql'

/**
 * Reads the policy of an amendment: a text in YAML or JSON, or an object. It keeps the name of the policy that the
 * rollout was launched with, from which shuffles start, and the baselines that history has given to its stops.
 *
 * @throws AppError `invalid` with line and key of everything wrong
 */
export async function readAmendedPolicy(
  sql: Sql,
  rolloutId: number,
  present: ResolvedPolicy,
  written: string | Record<string, unknown>,
): Promise<ResolvedPolicy> {
  const source = typeof written === 'string' ? written : sourceOf(written as Json)
  const { document, problems } = readPolicy(source, { publish: true, checks: checkValidators })
  if (!document) throw documentRefusal(problems)
  const policy = withStopBaselines({ ...normalisePolicy(document), name: present.name }, present)
  const isOpen = [policy, ...policy.phases].some(({ stop }) => stop?.baseline === null)
  if (!isOpen) return policy
  const [row] = await sql.query<{ revision: number }>(
    'SELECT operation_revision_id AS revision FROM rollout WHERE id = $1',
    [rolloutId],
  )
  const { targets } = await loadHistory(sql, row?.revision ?? 0)
  const failures = targets.reduce((sum, { failed }) => sum + failed, 0)
  const trials = targets.reduce((sum, { failed, succeeded }) => sum + failed + succeeded, 0)
  return withStopBaselines(policy, null, baselineFrom({ trials, failures }))
}

/** Writes the policy that a rollout carries as YAML: what one changes to amend it. */
export const policySource = (policy: ResolvedPolicy): string => exportDocument(documentOf(policy))
