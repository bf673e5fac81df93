import { readOperation } from '@/lib/core/operation/read'
import { resolveOperation } from '@/lib/core/operation/resolve'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import { makePlan } from '@/lib/core/plan/make-plan'
import type { Plan, PlanInput } from '@/lib/core/plan/types'
import { normalisePolicy } from '@/lib/core/policy/normalise'
import { readPolicy } from '@/lib/core/policy/read'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import type { PhaseSpec, PolicySpec } from '@/lib/core/policy/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'

/** A cluster with usual facts, some of them others. */
export function cluster(name: string, facts: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    name,
    kind: 'kafka',
    provider: 'aws',
    region: 'eu',
    environment: 'prod',
    tier: 'gold',
    version: '3.9.0',
    weight: 1,
    labels: {},
    connection: {},
    nodes: null,
    ...facts,
  }
}

/** Clusters c000, c001 …; their facts by number. */
export const fleetOf = (count: number, facts: (i: number) => Partial<ClusterFacts> = () => ({})) =>
  Array.from({ length: count }, (_, i) => cluster(`c${String(i).padStart(3, '0')}`, facts(i)))

/** An operation with some lines of YAML more in its `spec`. */
export function operation(lines = ''): ResolvedOperation {
  const { document, problems } = readOperation(
    `apiVersion: upgrader/v1\nkind: Operation\nmetadata: { name: upgrade }\nspec:\n  apply: { driver: simulator }\n${lines}`,
  )
  if (!document) throw new Error(JSON.stringify(problems))
  return resolveOperation(document)
}

/** A policy; each of its phases selects everything unless it says otherwise. */
export function policy(
  spec: Omit<PolicySpec, 'phases'> & { phases: readonly Partial<PhaseSpec>[] },
): ResolvedPolicy {
  const phases = spec.phases.map((phase) => ({ select: 'true', ...phase }))
  const { document, problems } = readPolicy(
    JSON.stringify({
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'p' },
      spec: { ...spec, phases },
    }),
  )
  if (!document) throw new Error(JSON.stringify(problems))
  return normalisePolicy(document)
}

/** A plan of defaults, except for what is given; throws the refusal if there is one. */
export function plan(input: Partial<PlanInput> & { clusters: readonly ClusterFacts[] }): Plan {
  const result = makePlan({
    operation: operation(),
    params: {},
    policy: policy({ phases: [{}] }),
    now: 0,
    ...input,
  })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** The names of the targets, phase by phase. */
export const targetsOf = (made: Plan) =>
  made.phases.map((phase) => phase.targets.map((target) => target.cluster))
/** What is left out, as `name: reason`. */
export const excludedOf = (made: Plan) =>
  made.excluded.map(({ cluster: name, reason }) => `${name}: ${reason}`)
/** The codes of the warnings. */
export const codes = (made: Plan) => made.warnings.map((warning) => warning.code)

/** An upgrade of Kafka clusters to `params.version`. */
export const upgrade = operation(`  params: { type: object, properties: { version: { type: string } } }
  appliesTo: cluster.kind == "kafka"
  satisfied: cluster.version == params.version
  sets: { version: "{{ params.version }}" }
`)
