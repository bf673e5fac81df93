import type { PlanDto } from './dto'

/** What the fleet's change did to a plan of the same composition. */
export interface PlanDifference {
  joined: string[]
  left: string[]
  /** In both, but in another phase. */
  moved: { cluster: string; from: string; to: string }[]
  /** The same clusters in the same phases: order, limits or revisions changed. */
  onlyOtherwise: boolean
}

/** Compares two plans of one composition; null = they are the same plan. */
export function planDifference(before: PlanDto, after: PlanDto): PlanDifference | null {
  if (before.hash === after.hash) return null
  const was = phaseOfClusters(before)
  const is = phaseOfClusters(after)
  const joined = [...is.keys()].filter((cluster) => !was.has(cluster))
  const left = [...was.keys()].filter((cluster) => !is.has(cluster))
  const moved = [...is].flatMap(([cluster, to]) => {
    const from = was.get(cluster)
    return from !== undefined && from !== to ? [{ cluster, from, to }] : []
  })
  return { joined, left, moved, onlyOtherwise: joined.length + left.length + moved.length === 0 }
}

const phaseOfClusters = ({ phases }: PlanDto): Map<string, string> =>
  new Map(phases.flatMap(({ id, targets }) => targets.map(({ cluster }) => [cluster, id] as const)))
