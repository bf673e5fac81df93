'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { type Lane, readLane } from '@/lib/core/policy/lane'
import { readPolicy } from '@/lib/core/policy/read'
import type { PolicyDocument } from '@/lib/core/policy/types'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { hasErrors, type Problem } from '@/lib/core/shared/problem'
import { type LaneFacts, laneFacts } from './lane-facts'

export interface PolicyReading {
  /** What the lane draws; null while the text is no policy at all. */
  readonly lane: Lane | null
  readonly problems: readonly Problem[]
  /** Whether it may be published as it is. */
  readonly valid: boolean
  /** Numbers of the last text that was valid; null until the fleet is loaded. */
  readonly facts: LaneFacts | null
}

/**
 * Reads the text as the lane, the problems and the numbers show it. The lane follows every keystroke; counting
 * over the fleet may come a frame later when it is large.
 */
export function usePolicyReading(
  source: string,
  clusters: readonly ClusterFacts[] | undefined,
): PolicyReading {
  const lane = useMemo(() => readLane(source), [source])
  const read = useMemo(() => readPolicy(source, { publish: true }), [source])
  const [lastValid, setLastValid] = useState<PolicyDocument | null>(null)
  if (read.document && read.document !== lastValid) setLastValid(read.document)
  const counted = useDeferredValue(read.document ?? lastValid)
  const facts = useMemo(
    () => (counted && clusters ? laneFacts(counted, clusters) : null),
    [counted, clusters],
  )
  return { lane, problems: read.problems, valid: read.document !== null && !hasErrors(read.problems), facts }
}
