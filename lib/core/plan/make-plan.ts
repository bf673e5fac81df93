import { formatSelectorError } from '@/lib/core/selector/error'
import { compileSelector, type Matcher } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { hashJson } from '@/lib/core/shared/hash'
import type { JsonObject } from '@/lib/core/shared/json'
import type { Problem } from '@/lib/core/shared/problem'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { sortByText } from '@/lib/core/shared/text-order'
import { type Assignment, assign } from './assign'
import { coverageAfter } from './coverage'
import { createEligibility } from './eligibility'
import { phaseNumbers } from './numbers'
import type { Plan, PlanExclusion, PlanInput, PlanPhase, PlanWarning } from './types'
import {
  clusters as countOf,
  names,
  noSuchCheck,
  noWayBack,
  phaseWarnings,
  rolloutBudgetWarnings,
} from './warnings'

/**
 * Makes a plan, in four steps that never look back: the selection is cut out of the fleet; each of its clusters
 * is judged by itself (left out, ineligible, satisfied, ahead); the phases take from the rest, in the order of
 * the policy; amounts are resolved over what each phase took. So a share is always one of clusters that need the
 * operation, and the same input always gives the same plan, however the fleet is listed. Refuses only a
 * selection that is no selector; what makes a plan useless or dangerous is said in it.
 */
export function makePlan(input: PlanInput): Result<Plan, readonly Problem[]> {
  const selection = readSelection(input)
  if (!selection.ok) return selection
  const { isSelected, isExcluded, unknownNames } = selection.value
  const { operation, params, policy, now } = input

  const selected = sortByText(input.clusters.filter(isSelected), (cluster) => cluster.name)
  const eligibility = createEligibility(input, isExcluded)
  const excluded: PlanExclusion[] = []
  const candidates: ClusterFacts[] = []
  for (const cluster of selected) {
    const verdict = eligibility.judge(cluster)
    if (verdict === undefined) candidates.push(cluster)
    else excluded.push({ clusterId: cluster.id ?? null, cluster: cluster.name, ...verdict })
  }

  const seed = planSeed(policy.name, operation.name, params)
  const { assignments, unmatched } = assign(policy.phases, candidates, (phase) => `${seed}/${phase.id}`)
  for (const cluster of unmatched) {
    excluded.push({
      clusterId: cluster.id ?? null,
      cluster: cluster.name,
      reason: 'unmatched',
      detail: unmatchedDetail,
    })
  }
  const phases = policy.phases.map((rules, i): PlanPhase => {
    const { targets, counts } = assignments[i] as Assignment
    const numbers = phaseNumbers(rules, targets)
    return {
      id: rules.id,
      title: rules.title,
      after: rules.after,
      targets: targets.map((cluster, at) => ({
        clusterId: cluster.id ?? null,
        cluster: cluster.name,
        position: at + 1,
      })),
      counts,
      numbers,
      coverage: rules.order.type === 'diverse' ? coverageAfter(targets, numbers.steps) : null,
      rules,
    }
  })
  const planned = candidates.length - unmatched.length

  const warnings = [
    ...phases.flatMap((phase, i) => phaseWarnings(phase, assignments[i] as Assignment)),
    ...rolloutBudgetWarnings(policy, planned),
    ...planWarnings(selected.length, planned, unmatched, eligibility.unknown, unknownNames),
  ]
  return ok({
    hash: planHash(input, phases),
    now,
    operation,
    params,
    policy,
    select: input.select ?? 'true',
    exclude: input.exclude ?? null,
    phases,
    excluded: sortByText(excluded, (exclusion) => exclusion.cluster),
    warnings,
    blockers: [
      ...(policy.unmatched === 'refuse' && unmatched.length > 0 ? [unmatchedBlocker(unmatched)] : []),
      ...noWayBack(policy, operation),
      ...noSuchCheck(policy, operation),
    ],
    counts: { fleet: input.clusters.length, selected: selected.length, planned, excluded: excluded.length },
  })
}

const unmatchedDetail = 'no phase of the policy takes it'

interface Selection {
  readonly isSelected: Matcher
  readonly isExcluded: Matcher
  /** Names to leave out that no cluster of the fleet has. */
  readonly unknownNames: readonly string[]
}

function readSelection({ select, exclude, clusters }: PlanInput): Result<Selection, readonly Problem[]> {
  const problems: Problem[] = []
  const read = (source: string, field: string): Matcher => {
    const parsed = parseSelector(source)
    if (parsed.ok) return compileSelector(parsed.value)
    const { line, column } = parsed.error
    problems.push({
      severity: 'error',
      message: formatSelectorError(parsed.error),
      path: [field],
      line,
      column,
    })
    return () => false
  }
  const isSelected = select === undefined ? () => true : read(select, 'select')
  if (typeof exclude === 'string') {
    const isExcluded = read(exclude, 'exclude')
    return problems.length > 0 ? err(problems) : ok({ isSelected, isExcluded, unknownNames: [] })
  }
  if (problems.length > 0) return err(problems)
  if (exclude === undefined || exclude.length === 0) {
    return ok({ isSelected, isExcluded: () => false, unknownNames: [] })
  }
  const wanted = new Set(exclude)
  const known = new Set(clusters.map((cluster) => cluster.name))
  const unknownNames = [...wanted].filter((name) => !known.has(name))
  return ok({ isSelected, isExcluded: (cluster) => wanted.has(cluster.name), unknownNames })
}

function planWarnings(
  selected: number,
  planned: number,
  unmatched: readonly ClusterFacts[],
  unknown: { readonly count: number; readonly first: string },
  unknownNames: readonly string[],
): PlanWarning[] {
  const warnings: PlanWarning[] = []
  const warn = (code: PlanWarning['code'], message: string) => warnings.push({ code, phase: null, message })
  if (selected === 0) warn('empty_selection', 'the selection matches no cluster')
  else if (planned === 0) warn('nothing_to_do', 'no cluster of the selection is left to operate on')
  if (unmatched.length > 0) warn('unmatched', unmatchedMessage(unmatched))
  if (unknown.count > 0) {
    warn(
      'satisfied_unknown',
      `whether the operation is needed could not be told for ${countOf(unknown.count)}, which stay in the plan (${unknown.first})`,
    )
  }
  if (unknownNames.length > 0)
    warn('unknown_exclude', `to be left out, but not in the fleet: ${names(unknownNames)}`)
  return warnings
}

function unmatchedMessage(unmatched: readonly ClusterFacts[]): string {
  return `${countOf(unmatched.length)} no phase takes: ${names(unmatched.map((cluster) => cluster.name))}`
}

function unmatchedBlocker(unmatched: readonly ClusterFacts[]): PlanWarning {
  return {
    code: 'unmatched',
    phase: null,
    message: `${unmatchedMessage(unmatched)}; the policy refuses to leave any out`,
  }
}

/** Gives what shuffles start from: the same policy, operation and parameters shuffle alike. */
export const planSeed = (policy: string, operation: string, params: JsonObject): string =>
  hashJson([policy, operation, params])

/** Hashes what an approval is about: the operation, its parameters, the rules and every target in its place. */
function planHash({ operation, params, policy }: PlanInput, phases: readonly PlanPhase[]): string {
  const targets = phases.map((phase) => [phase.id, phase.targets.map((target) => target.cluster)])
  return hashJson({ operation, params, policy, targets })
}
