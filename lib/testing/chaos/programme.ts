import type { RolloutDto } from '@/lib/rollouts/dto'
import type { Api } from './api'

/** What is rolled out in a round: four rollouts at once, each to be treated in another way. */
export const runNames = ['wave', 'faulty', 'aborted', 'back'] as const
export type RunName = (typeof runNames)[number]

/** One rollout of a round, and what was promised of it. */
export interface Run {
  readonly name: RunName
  readonly rollout: string
  /** The clusters that it may touch. */
  readonly clusters: ReadonlySet<string>
  readonly version: string
}

interface Sketch {
  readonly clusters: number
  readonly inFlightMax: number
  /** Members of a policy's `spec`. */
  readonly spec: string
}

const regions = ['r0', 'r1', 'r2', 'r3']
export const perRegionMax = 3
/** Clusters that two rollouts want at once, and clusters that nobody is to touch. */
const sharedCount = 4
const bystanders = 6
/** Of the rollout with failures: how many of its clusters fail whenever they are operated on. */
const badCount = 4
export const budgetMax = 1

export const sketches: Readonly<Record<RunName, Sketch>> = {
  wave: {
    clusters: 36,
    inFlightMax: 4,
    spec: `  phases:
    - id: first
      select: 'cluster.region == "r0" || cluster.region == "r1"'
      maxInFlight: 4
      spread: { by: region, maxInFlight: 2 }
    - id: second
      before: [{ approval: { count: 1, role: approver } }]
      select: "true"
      steps: [2, 100%]
      maxInFlight: 4
`,
  },
  faulty: {
    clusters: 14,
    inFlightMax: 2,
    spec: `  phases:
    - { id: all, select: "true", maxInFlight: 2, failureBudget: { max: ${budgetMax}, onExhausted: pause } }
`,
  },
  aborted: {
    clusters: 16,
    inFlightMax: 3,
    spec: '  phases: [{ id: all, select: "true", maxInFlight: 3 }]\n',
  },
  back: {
    clusters: 18,
    inFlightMax: 3,
    spec: `  phases:
    - { id: first, select: 'cluster.region == "r0" || cluster.region == "r1"', maxInFlight: 3 }
    - { id: second, select: "true", maxInFlight: 3 }
`,
  },
}

/** How many operations a round has to do, rollbacks left out. */
export const workOfRound = Object.values(sketches).reduce((sum, { clusters }) => sum + clusters, 0)

const start = (version: string) => `{
        url: "{{ connection.url }}/clusters/{{ cluster.name }}/upgrades?run={{ params.run }}",
        body: { version: "${version}" }, operationId: response.body.id, timeout: 1s }`
const observe = `{
        url: "{{ connection.url }}/upgrades/{{ operationId }}", every: 250ms, timeout: 1s,
        succeeded: response.body.state == "DONE",
        failed: response.body.state == "ERROR" || response.body.state == "CANCELLED" }`
const operation = `apiVersion: upgrader/v1
kind: Operation
metadata: { name: upgrade, title: Upgrade }
spec:
  params:
    type: object
    required: [version, run]
    properties: { version: { type: string }, run: { type: string } }
  sets: { version: "{{ params.version }}" }
  retry: { attempts: 2, backoff: 300ms, maxBackoff: 1s }
  apply:
    driver: http
    with:
      start: ${start('{{ params.version }}')}
      observe: ${observe}
      cancel: { method: DELETE, url: "{{ connection.url }}/upgrades/{{ operationId }}", timeout: 1s }
  revert:
    driver: http
    with:
      start: ${start('{{ previous.version }}')}
      observe: ${observe}
`

/** Publishes what all rounds share. */
export async function compose(api: Api): Promise<void> {
  await api.send('PUT', '/api/v1/operations/upgrade', operation)
  for (const name of runNames) {
    const policy = `apiVersion: upgrader/v1\nkind: Policy\nmetadata: { name: ${name} }\nspec:\n${sketches[name].spec}`
    await api.send('PUT', `/api/v1/policies/${name}`, policy)
  }
  await api.send('PUT', '/api/v1/disruption-budgets/per-region', { by: ['region'], max: perRegionMax })
}

/** A cluster as it stands in the fleet before its round. */
export const versionBefore = '3.9.0'
export const regionOf = (cluster: string): string =>
  regions[Number(cluster.slice(cluster.lastIndexOf('-') + 1)) % regions.length] ?? ''
/** Whether a cluster fails whatever is done to it. */
export const isBad = (cluster: string): boolean => cluster.includes('-bad-')
/** Whether two rollouts want a cluster; the one that comes second may find it ahead of its own version. */
export const isShared = (cluster: string): boolean => cluster.includes('-shared-')

const names = (round: number, part: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `k${round}-${part}-${i}`)

/** Names the clusters of a round that fail. */
export const badClusters = (round: number): string[] => names(round, 'bad', badCount)

/** Adds the clusters of a round and launches its rollouts. */
export async function launchRound(
  admin: Api,
  launcher: Api,
  round: number,
  connectionUrl: string,
): Promise<Run[]> {
  const shared = names(round, 'shared', sharedCount)
  const own: Record<RunName, string[]> = {
    wave: [...names(round, 'wave', sketches.wave.clusters - sharedCount), ...shared],
    faulty: [
      ...names(round, 'faulty', sketches.faulty.clusters - sharedCount - badCount),
      ...badClusters(round),
      ...shared,
    ],
    aborted: names(round, 'aborted', sketches.aborted.clusters),
    back: names(round, 'back', sketches.back.clusters),
  }
  const all = [...new Set([...Object.values(own).flat(), ...names(round, 'bystander', bystanders)])]
  const clusters = all.map((name) => ({
    name,
    kind: 'kafka',
    provider: 'aws',
    region: regionOf(name),
    version: versionBefore,
    connection: { url: connectionUrl },
  }))
  await admin.send('PUT', '/api/v1/clusters', clusters)
  return Promise.all(
    runNames.map(async (name, i): Promise<Run> => {
      const version = `4.${round}.${i}`
      const list = own[name].map((cluster) => `"${cluster}"`).join(', ')
      const { id } = await launcher.send<RolloutDto>('POST', '/api/v1/rollouts', {
        title: `${name} of round ${round}`,
        operation: 'upgrade',
        policy: name,
        select: `cluster.name in [${list}]`,
        params: { version, run: `${round}-${name}` },
      })
      return { name, rollout: id, clusters: new Set(own[name]), version }
    }),
  )
}
