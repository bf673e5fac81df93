import type { ClusterInput } from '@/lib/clusters/schemas'
import { createRandom, type Random } from '@/lib/core/shared/random'
import { type Cloud, regions } from './regions'

interface Family {
  kind: string
  /** How many on each cloud. */
  count: Record<Cloud, number>
  /** Older ones are more common; the last is ahead of most. */
  versions: readonly string[]
  /** What its nodes are called, and how many there can be. */
  node: string
  nodeCounts: readonly number[]
}

/** 240 clusters: half of them Kafka, the rest what stands around it. */
const families: readonly Family[] = [
  {
    kind: 'kafka',
    count: { azure: 36, aws: 48, gcp: 36 },
    versions: ['3.7.2', '3.8.1', '3.8.1', '3.9.0', '3.9.0', '3.9.0', '3.9.1', '3.9.1', '4.0.0'],
    node: 'broker',
    nodeCounts: [3, 3, 3, 5, 6, 9],
  },
  {
    kind: 'kubernetes',
    count: { azure: 10, aws: 16, gcp: 10 },
    versions: ['1.30.8', '1.31.4', '1.31.4', '1.32.0'],
    node: 'node',
    nodeCounts: [3, 4, 6, 8],
  },
  {
    kind: 'ksqldb',
    count: { azure: 8, aws: 10, gcp: 6 },
    versions: ['0.28.2', '0.29.0', '0.29.0'],
    node: 'server',
    nodeCounts: [2, 3],
  },
  {
    kind: 'connect',
    count: { azure: 8, aws: 10, gcp: 6 },
    versions: ['3.8.1', '3.9.0', '3.9.1'],
    node: 'worker',
    nodeCounts: [2, 3, 4],
  },
  {
    kind: 'postgres',
    count: { azure: 6, aws: 12, gcp: 6 },
    versions: ['15.10', '16.6', '16.6', '17.2'],
    node: 'instance',
    nodeCounts: [2, 3],
  },
  {
    kind: 'app',
    count: { azure: 4, aws: 4, gcp: 4 },
    versions: ['2.41.0', '2.42.0', '2.42.1'],
    node: 'replica',
    nodeCounts: [3, 5],
  },
]

/** Tiers, and how many customers a cluster of each carries. */
const tiers = [
  { tier: 'internal', share: 0.2, customers: [0, 3] },
  { tier: 'standard', share: 0.5, customers: [5, 60] },
  { tier: 'premium', share: 0.22, customers: [1, 12] },
  { tier: 'enterprise', share: 0.08, customers: [1, 2] },
] as const

const rings = ['canary', 'early', 'broad', 'broad', 'broad', 'late'] as const
const teams = ['streaming', 'payments', 'search', 'orders', 'platform', 'data'] as const

/** Makes the sample fleet; always the same one. Nothing is behind it: its operations use the simulator. */
export function sampleFleet(): ClusterInput[] {
  const random = createRandom('sample fleet')
  return families.flatMap((family) =>
    (Object.keys(regions) as Cloud[]).flatMap((cloud) => cloudClusters(family, cloud, random)),
  )
}

function cloudClusters(family: Family, cloud: Cloud, random: Random): ClusterInput[] {
  const perRegion = new Map<string, number>()
  return Array.from({ length: family.count[cloud] }, (_, i) => {
    const region = regions[cloud][i % regions[cloud].length] ?? ''
    const number = (perRegion.get(region) ?? 0) + 1
    perRegion.set(region, number)
    return cluster(family, cloud, region, number, random)
  })
}

function cluster(family: Family, cloud: Cloud, region: string, number: number, random: Random): ClusterInput {
  const { tier, customers } = pickTier(random)
  const internal = tier === 'internal'
  const nodes = pick(family.nodeCounts, random)
  return {
    name: `${family.kind}-${cloud}-${region}-${String(number).padStart(2, '0')}`,
    kind: family.kind,
    provider: cloud,
    region,
    environment: internal ? pick(['development', 'staging', 'production'], random) : 'production',
    tier,
    version: pick(family.versions, random),
    weight: customers[0] + random.int(customers[1] - customers[0] + 1),
    labels: { ring: internal ? 'canary' : pick(rings, random), team: pick(teams, random) },
    connection: {},
    nodes: Array.from({ length: nodes }, (_, i) => `${family.node}-${i + 1}`),
  }
}

function pickTier(random: Random): (typeof tiers)[number] {
  let at = random.next()
  for (const tier of tiers) {
    at -= tier.share
    if (at < 0) return tier
  }
  return tiers[1]
}

const pick = <const T>(items: readonly T[], random: Random): T => items[random.int(items.length)] as T
