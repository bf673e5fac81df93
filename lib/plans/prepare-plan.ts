import { checkValidators } from '@/lib/checks/validators'
import { loadClusters } from '@/lib/clusters/load'
import { readSelector } from '@/lib/clusters/read-selector'
import { sourceOf } from '@/lib/core/document/read-document'
import { checkParams } from '@/lib/core/operation/params'
import { resolveOperation } from '@/lib/core/operation/resolve'
import type { OperationDocument } from '@/lib/core/operation/types'
import { makePlan } from '@/lib/core/plan/make-plan'
import type { Plan } from '@/lib/core/plan/types'
import { normalisePolicy } from '@/lib/core/policy/normalise'
import { readPolicy } from '@/lib/core/policy/read'
import type { PolicyDocument } from '@/lib/core/policy/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Json, JsonObject } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'
import type { Result } from '@/lib/core/shared/result'
import { type LoadedRevision, loadRevision } from '@/lib/documents/queries'
import { documentRefusal } from '@/lib/documents/refusal'
import type { PlanOutput } from '@/lib/rollouts/schemas'
import type { Sql } from '@/lib/server/sql'

/** A policy as a plan uses it: a stored revision, or a document that came with the request. */
export interface PreparedPolicy {
  document: PolicyDocument
  /** Null when the policy was given inline. */
  stored: Pick<LoadedRevision, 'name' | 'revision' | 'revisionId' | 'authorId'> | null
}

/** A plan, with the very revisions that it was made from. */
export interface PreparedPlan {
  plan: Plan
  operation: Pick<LoadedRevision, 'name' | 'title' | 'revision' | 'revisionId'> & {
    document: OperationDocument
  }
  policy: PreparedPolicy
  /** The fleet that it was made over, by name. */
  fleet: ReadonlyMap<string, ClusterFacts>
}

/**
 * Makes the plan of a composition over the fleet as it is: what `POST /plans` shows and what a launch freezes.
 * Reads only.
 *
 * @throws AppError `not_found` for an unknown operation or policy; `invalid` for parameters that fail their
 *   schema (paths begin with `params`), an inline policy with problems, or a selector that cannot be read.
 */
export async function preparePlan(sql: Sql, input: PlanOutput, now: Date): Promise<PreparedPlan> {
  const operation = await loadRevision(sql, 'operation', input.operation)
  const policy = await loadPolicy(sql, input.policy)
  const document = operation.document as unknown as OperationDocument
  const resolved = resolveOperation(document)
  if (input.select !== undefined) readSelector(input.select, 'select')
  if (input.exclude !== undefined) readSelector(input.exclude, 'exclude')
  const params = orInvalid(checkParams(resolved.params, input.params))
  const clusters = await loadClusters(sql, null)
  const plan = orInvalid(
    makePlan({
      operation: resolved,
      params,
      policy: normalisePolicy(policy.document),
      ...(input.select !== undefined && { select: input.select }),
      ...(input.exclude !== undefined && { exclude: input.exclude }),
      clusters,
      now: now.getTime(),
    }),
  )
  const fleet = new Map(clusters.map((cluster) => [cluster.name, cluster]))
  return { plan, operation: { ...operation, document }, policy, fleet }
}

/** Loads `name` or `name@revision`; a text of several lines, or an object, is the policy itself. */
async function loadPolicy(sql: Sql, policy: PlanOutput['policy']): Promise<PreparedPolicy> {
  const inline =
    typeof policy !== 'string' ? sourceOf(policy as JsonObject as Json) : isSource(policy) ? policy : null
  if (inline === null) {
    const stored = await loadRevision(sql, 'policy', policy as string)
    // Stored before this version, it may ask for what this version does not honour; then it is refused here.
    return { document: readForLaunch(stored.source), stored }
  }
  return { document: readForLaunch(inline), stored: null }
}

const isSource = (text: string): boolean => text.includes('\n') || text.trimStart().startsWith('{')

function readForLaunch(source: string): PolicyDocument {
  const { document, problems } = readPolicy(source, { publish: true, checks: checkValidators })
  if (!document) throw documentRefusal(problems)
  return document
}

function orInvalid<T>(result: Result<T, readonly Problem[]>): T {
  if (!result.ok) throw documentRefusal(result.error)
  return result.value
}
