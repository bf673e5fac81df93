import { describe, expect, it } from 'vitest'
import { hitMap } from '@/components/rollouts/live/map/map-places'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { versionSkew } from '@/lib/fleet/version-skew'
import { layOutFleet, shadesOf } from './lay-out-fleet'

const cluster = (n: number, facts: Partial<ClusterFacts>): ClusterFacts => ({
  name: `c-${n}`,
  kind: 'kafka',
  provider: 'aws',
  region: 'eu',
  environment: 'production',
  tier: 'standard',
  version: '4.0.0',
  weight: 1,
  labels: {},
  connection: {},
  nodes: null,
  ...facts,
})

describe('the map of the fleet', () => {
  const clusters = Array.from({ length: 10_000 }, (_, n) =>
    cluster(n, { provider: ['aws', 'azure', ''][n % 3] as string, region: `r${n % 7}` }),
  )

  it('gives each of 10,000 clusters a place of its own, under its provider', () => {
    const layout = layOutFleet(clusters, 1_100, 640)
    expect(layout.headings.map(({ title, size }) => [title, size])).toEqual([
      ['no provider', 3_333],
      ['aws', 3_334],
      ['azure', 3_333],
    ])
    for (let n = 0; n < clusters.length; n++) {
      expect(hitMap(layout, (layout.x[n] as number) + 1, (layout.y[n] as number) + 1)).toBe(n)
    }
  })

  it('draws the newest version of a kind darkest, whatever other kinds have, and an unknown one palest', () => {
    const few = [
      cluster(0, { version: '4.0.0' }),
      cluster(1, { version: '3.9.0' }),
      cluster(2, { kind: 'connect', version: '2.0.0' }),
      cluster(3, { version: null }),
    ]
    const [newest, older, other, unknown] = shadesOf(few, versionSkew(few)) as unknown as number[]
    expect(newest).toBe(other)
    expect(newest).toBeGreaterThan(older as number)
    expect(older).toBeGreaterThan(unknown as number)
  })
})
