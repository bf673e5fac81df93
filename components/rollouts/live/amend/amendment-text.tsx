'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { TextDifference } from '@/components/documents/text-difference'
import { QueryView } from '@/components/ui/query-view'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { carriedPolicyQuery } from './amend-queries'

/** A proposed policy beside the one that holds, line by line; folded until somebody wants every letter. */
export function AmendmentText({ rollout, proposed }: { rollout: RolloutDto; proposed: string }) {
  const [open, setOpen] = useState(false)
  const carried = useQuery({ ...carriedPolicyQuery(rollout, 0), enabled: open })
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="text-sm">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">
        The difference, line by line
      </summary>
      <div className="mt-2">
        {open ? (
          <QueryView query={carried} what="The policy of this rollout">
            {({ source }) => <TextDifference before={source} after={proposed} />}
          </QueryView>
        ) : null}
      </div>
    </details>
  )
}
