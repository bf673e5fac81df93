/**
 * `npm run bench -- order`: how many clusters a fault harms before it is found, by the order in which a phase goes
 * through its clusters. Each fault is tied to one fact (a version, say) or to two of them together, and shows at the
 * end of the ramp step in which the first such cluster is: all clusters of that step that have it are harmed.
 */
import { orderClusters } from '@/lib/core/plan/order'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { hashText } from '@/lib/core/shared/hash'
import { createRandom } from '@/lib/core/shared/random'
import { syntheticFleet } from './synthetic-fleet'

const size = 2_000
const faultsPerKind = 1_000
/** Cumulative: a canary of 1 %, then 5 %, 25 %, all. */
const steps = [20, 100, 500, size] as const
const attributes = ['provider', 'region', 'version', 'tier'] as const

type Fault = (cluster: ClusterFacts) => boolean
type Ordered = readonly ClusterFacts[]

function orders(fleet: Ordered, seed: string): Record<string, Ordered> {
  const hashes = new Map(fleet.map((cluster) => [cluster, hashText(cluster.name)]))
  const byHash = (cluster: ClusterFacts) => hashes.get(cluster) ?? ''
  return {
    'by name': fleet,
    random: orderClusters(fleet, { type: 'random' }, seed),
    'by hash of the name': [...fleet].sort((a, b) => (byHash(a) < byHash(b) ? -1 : 1)),
    diverse: orderClusters(fleet, { type: 'diverse' }, seed),
  }
}

/** Ties a fault to facts that a cluster drawn at random has, so that large kinds are hit as often as they are there. */
function drawFault(fleet: Ordered, facts: number, random: ReturnType<typeof createRandom>): Fault {
  const victim = fleet[random.int(fleet.length)] as ClusterFacts
  const tied = random.shuffle(attributes).slice(0, facts)
  return (cluster) => tied.every((name) => cluster[name] === victim[name])
}

/** Clusters harmed when the fault is found, and touched by then. */
function harm(ordered: Ordered, fault: Fault): { harmed: number; touched: number } {
  for (const end of steps) {
    const harmed = ordered.slice(0, end).filter(fault).length
    if (harmed > 0) return { harmed, touched: end }
  }
  return { harmed: 0, touched: size }
}

/** Prints, by order and kind of fault, the mean and the 95th percentile of harmed clusters, and the share found first. */
export function benchOrder(): void {
  process.stdout.write(
    `${size} clusters, ${faultsPerKind} faults of each kind, steps ${steps.join(', ')}\n\n` +
      '| fault tied to | order | harmed, mean | harmed, 95th | found in the first step |\n' +
      '| ------------: | :---- | -----------: | -----------: | ----------------------: |\n',
  )
  for (const facts of [1, 2]) {
    const results = new Map<string, { harmed: number; touched: number }[]>()
    for (let n = 0; n < faultsPerKind; n++) {
      const world = n % 20
      const fleet = fleets[world] ?? makeFleet(world)
      const fault = drawFault(fleet.clusters, facts, createRandom(`fault ${facts}/${n}`))
      for (const [name, ordered] of Object.entries(fleet.orders)) {
        results.set(name, [...(results.get(name) ?? []), harm(ordered, fault)])
      }
    }
    for (const [name, all] of results) {
      const harmed = all.map((one) => one.harmed).sort((a, b) => a - b)
      const mean = harmed.reduce((sum, one) => sum + one, 0) / harmed.length
      const p95 = harmed[Math.ceil(harmed.length * 0.95) - 1]
      const first = all.filter(({ touched }) => touched === steps[0]).length / all.length
      process.stdout.write(
        `| ${facts === 1 ? 'one fact' : 'two facts'} | ${name} | ${mean.toFixed(1)} | ${p95} | ${(first * 100).toFixed(1)} % |\n`,
      )
    }
  }
}

const fleets: { clusters: Ordered; orders: Record<string, Ordered> }[] = []

function makeFleet(world: number): (typeof fleets)[number] {
  const clusters = syntheticFleet(size, `fleet ${world}`)
  const made = { clusters, orders: orders(clusters, `seed ${world}`) }
  fleets[world] = made
  return made
}
