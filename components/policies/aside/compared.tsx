'use client'

import { useMemo } from 'react'
import { TextDifference } from '@/components/documents/text-difference'
import { policyDifference } from '@/lib/core/policy/difference'
import { readLane } from '@/lib/core/policy/lane'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { EffectDifference } from './effect-difference'
import { MeaningDifference } from './meaning-difference'

export type DifferenceWay = 'meaning' | 'text' | 'effect'

/** The ways in which two revisions differ. */
export const differenceWays: readonly { value: DifferenceWay; label: string }[] = [
  { value: 'meaning', label: 'Meaning' },
  { value: 'text', label: 'Text' },
  { value: 'effect', label: 'Effect' },
]

/** One difference of two texts in the way that is asked for. */
export function Compared({
  way,
  before,
  after,
  clusters,
}: {
  way: DifferenceWay
  before: string
  after: string
  clusters: readonly ClusterFacts[] | undefined
}) {
  const changes = useMemo(() => {
    const [old, now] = [readLane(before), readLane(after)]
    return old && now ? policyDifference(old, now) : null
  }, [before, after])
  if (way === 'text') return <TextDifference before={before} after={after} />
  if (way === 'effect') return <EffectDifference before={before} after={after} clusters={clusters} />
  return changes ? (
    <MeaningDifference changes={changes} />
  ) : (
    <p className="text-sm text-ink-2">One of the two texts is not a policy at the moment.</p>
  )
}
