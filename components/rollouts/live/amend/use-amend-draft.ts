'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTextHistory } from '@/components/documents/use-text-history'
import type { CarriedPolicyDto, RolloutDto } from '@/lib/rollouts/dto'
import { carriedPolicyQuery } from './amend-queries'

/**
 * Holds what somebody writes to change the rest of a rollout. It stays when the window is closed, until it is sent
 * or thrown away. As long as nothing is changed it follows the policy that holds; after that it keeps the one that
 * it was begun from, and tells when that has been overtaken.
 *
 * @param open whether they look at it now; each look begins with the newest that there is
 */
export function useAmendDraft(rollout: Pick<RolloutDto, 'id' | 'planHash'>, open: boolean) {
  const [base, setBase] = useState<CarriedPolicyDto | null>(null)
  const text = useTextHistory('')
  const changed = base !== null && text.source !== base.source
  const [look, setLook] = useState(0)
  const [wasOpen, setWasOpen] = useState(false)
  if (open !== wasOpen) {
    setWasOpen(open)
    if (open) setLook(look + 1)
    // What nobody has changed is read anew before anybody can.
    if (open && !changed) setBase(null)
  }
  const carried = useQuery({ ...carriedPolicyQuery(rollout, look), enabled: open && wasOpen })
  const latest = carried.data ?? null
  const follow = (newest: CarriedPolicyDto) => {
    setBase(newest)
    text.begin(newest.source)
  }
  if (latest !== null && latest !== base && !changed) follow(latest)
  return {
    carried,
    /** The policy that it was begun from; null = it is being read. */
    base,
    /** The policy that holds, as far as it is known; null = it is being read. */
    latest,
    text,
    changed,
    overtaken: changed && latest !== null && latest.planHash !== base.planHash,
    /** Looks again: what has happened until now is known by it. */
    lookAgain: () => setLook((now) => now + 1),
    /** Goes on from the policy that holds, with another text. */
    rebase: (source: string) => {
      if (latest) setBase(latest)
      text.edit(() => source)
    },
    /** Throws away what was written; what comes next begins with the policy that holds then. */
    startOver: () => {
      setBase(null)
      text.begin('')
      setLook((now) => now + 1)
    },
  }
}

/** What somebody writes to change the rest of a rollout, and what it was begun from. */
export type AmendDraft = ReturnType<typeof useAmendDraft>
