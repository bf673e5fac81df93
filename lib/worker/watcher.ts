import type { CheckContext, CheckResult } from '@/lib/checks/check'
import { runCheck } from '@/lib/checks/run-check'
import { loadClustersById } from '@/lib/clusters/load'
import type { RolloutHead, Target } from '@/lib/core/rollout/model'
import type { Sighting, WatchOrder } from '@/lib/core/rollout/watch-memory'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { Json } from '@/lib/core/shared/json'
import type { DriverServices } from '@/lib/drivers/driver'
import { cleanText } from '@/lib/drivers/output'
import { readSecret } from '@/lib/secrets/queries'
import { within } from '@/lib/server/within'
import type { WorkerDeps } from './deps'
import { seenAt } from './heartbeat'

/** Longest evidence that is kept with a gate or guard, as JSON. */
const observedLengthMax = 4_000
const messageLengthMax = 1_000

type Shown = NonNullable<Sighting['shown']>

export interface WatcherOptions {
  readonly head: RolloutHead
  readonly params: Readonly<Record<string, unknown>>
  /** Fencing token: what an older holder has seen is not kept. */
  readonly fence: number
  take(seen: Sighting): void
  readonly signal: AbortSignal
}

/** What is looked at without a cluster. */
type Watched = Exclude<WatchOrder['subject'], { clusters: unknown }>

/** The ticker's eyes: looks at the checks of gates and guards, which concern no single cluster, and compares clusters. */
export class Watcher {
  constructor(
    private readonly deps: WorkerDeps,
    private readonly options: WatcherOptions,
  ) {}

  /** Makes a look; what it has shown comes back as a sighting, whatever happens. Never throws. */
  look(order: WatchOrder): void {
    const at = this.deps.clock.now()
    const { key, round, subject } = order
    if ('clusters' in subject) {
      void this.compare(order, subject.clusters, at).then((shown) => {
        if (this.options.signal.aborted) return
        this.options.take({ key, round, at, kind: 'unknown', message: '', observed: null, shown })
      })
      return
    }
    void this.run(order, noCluster, at).then((result) => {
      if (this.options.signal.aborted) return
      const seen = { key, round, at, ...clean(result) }
      this.options.take(seen)
      this.keep(subject, seen)
    })
  }

  /** Looks at several clusters at once; one that is gone, or cannot be seen, is unknown. */
  private async compare(order: WatchOrder, targets: readonly Target[], at: number): Promise<Shown> {
    const found = await loadClustersById(
      this.deps.sql,
      targets.map(({ clusterId }) => clusterId),
    ).catch((error) => {
      this.deps.log.warn({ err: error, rollout: this.options.head.id }, 'clusters cannot be compared')
      return []
    })
    const clusters = new Map(found.map((cluster) => [cluster.id, cluster]))
    return Promise.all(
      targets.map(async ({ id, clusterId }) => {
        const cluster = clusters.get(clusterId)
        const kind = cluster ? (await this.run(order, cluster, at)).kind : 'unknown'
        return { target: id, kind }
      }),
    )
  }

  /** A check that does not end is unknown: a guard must not fall asleep with it. */
  private async run(order: WatchOrder, cluster: ClusterFacts, at: number): Promise<CheckResult> {
    const look = runCheck(order, this.context(order, cluster, at), this.services())
    if (await within(lookMsMax, look)) return look
    return { kind: 'unknown', message: 'the check did not end', observed: null }
  }

  /** Writes down the newest look for whoever wants to know. Nothing is decided by it, so it may get lost. */
  private keep(subject: Watched, { kind, message, at }: Sighting): void {
    const { head, fence } = this.options
    const [table, column, id] =
      'gate' in subject ? ['gate', 'id', subject.gate] : ['guard', 'index', subject.guard]
    this.deps.sql
      .query(
        `UPDATE ${table} SET look = $4::jsonb FROM rollout r
         WHERE r.id = $1 AND r.fence = $2 AND ${table}.rollout_id = r.id AND ${table}.${column} = $3`,
        [head.id, fence, id, JSON.stringify({ kind, message, at })],
      )
      .catch((error) => this.deps.log.warn({ err: error, rollout: head.id }, 'a look could not be kept'))
  }

  private context({ key, round }: WatchOrder, cluster: ClusterFacts, now: number): CheckContext {
    const { head, params } = this.options
    return {
      key: `${head.id}-${head.createdAt.toString(36)}-${key}-${round}${cluster.name && `-${cluster.name}`}`,
      step: 'verify',
      generation: round,
      cluster,
      params,
      previous: { version: null },
      deadlineAt: now + lookMsMax,
    }
  }

  private services(): DriverServices {
    const { host, sql, secretKey, clock } = this.deps
    return {
      host,
      secret: (name) => readSecret(sql, secretKey, name),
      now: clock.now,
      random: Math.random,
      signal: this.options.signal,
      // Output belongs to targets; what a check has to say is its message.
      log: () => {},
      workerSeenAt: (workerId) => seenAt(sql, workerId),
    }
  }
}

/** Longest look: a runbook may take ten minutes, and is given a little more to end. */
const lookMsMax = 630_000

/** What a gate or guard is about is no cluster; documents that ask for one are refused when they are published. */
const noCluster: ClusterFacts = {
  name: '',
  kind: '',
  provider: '',
  region: '',
  environment: '',
  tier: '',
  version: null,
  weight: 0,
  labels: {},
  connection: {},
  nodes: null,
}

/** What is kept is short, and without what no database takes (NUL, halves of surrogate pairs). */
function clean({ kind, message, observed }: CheckResult): Pick<Sighting, 'kind' | 'message' | 'observed'> {
  const small = JSON.stringify(observed).length <= observedLengthMax
  return {
    kind,
    message: cleanText(message.slice(0, messageLengthMax)),
    observed: small ? cleanDeep(observed) : null,
  }
}

function cleanDeep(value: Json): Json {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanDeep)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [cleanText(key), cleanDeep(one)]))
}
