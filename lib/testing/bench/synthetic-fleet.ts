import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { createRandom } from '@/lib/core/shared/random'
import { cluster } from '@/lib/testing/plan/make'

const providers = ['aws', 'azure', 'gcp', 'on-premises'] as const
const tiers = ['internal', 'standard', 'customer'] as const

/**
 * Makes a fleet as uneven as real ones: regions belong to providers, some are far larger than others, versions lag by
 * region, and few clusters are internal. The same for the same seed; by name they lie provider by provider.
 */
export function syntheticFleet(size: number, seed = 'fleet'): ClusterFacts[] {
  const random = createRandom(seed)
  /** Small numbers are likelier: each next one has about 0.7 of the chance of the one before. */
  const skewed = (below: number) =>
    Math.min(below - 1, Math.floor(Math.log(1 - random.next()) / Math.log(0.7)))
  return Array.from({ length: size }, (_, i) => {
    const region = skewed(10)
    const provider = providers[region % providers.length] as string
    return cluster(`${provider}-r${region}-${String(i).padStart(6, '0')}`, {
      provider,
      region: `r${region}`,
      version: `3.${9 - skewed(6)}.0`,
      tier: tiers[Math.max(0, 2 - skewed(3))] as string,
      weight: 1 + skewed(20),
    })
  }).sort((a, b) => (a.name < b.name ? -1 : 1))
}
