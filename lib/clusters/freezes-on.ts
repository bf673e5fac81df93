import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { FreezeDto } from '@/lib/freezes/dto'

/** Picks the freezes that hold a cluster. One whose selector cannot be read holds everything, as in the engine. */
export const freezesOn = (cluster: ClusterFacts, freezes: readonly FreezeDto[]): FreezeDto[] =>
  freezes.filter(({ select }) => {
    const parsed = parseSelector(select)
    return !parsed.ok || compileSelector(parsed.value)(cluster)
  })
