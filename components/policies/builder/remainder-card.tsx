'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Segmented } from '@/components/ui/segmented'
import { formatCount, formatShare } from '@/lib/client/format'
import type { LaneFacts } from './lane-facts'

/** How many names are listed; the rest is counted. */
const namesMax = 100

/** The last card of the lane: the clusters that no phase takes, and what that means for a launch. */
export function RemainderCard({
  facts,
  unmatched,
  onUnmatched,
  onCatchAll,
}: {
  facts: LaneFacts | null
  unmatched: 'exclude' | 'refuse'
  onUnmatched: (unmatched: 'exclude' | 'refuse') => void
  onCatchAll: () => void
}) {
  const [shown, setShown] = useState(false)
  const rest = facts?.remainder ?? []
  return (
    <section
      aria-label="Clusters that no phase takes"
      className="flex flex-col gap-2 rounded-lg border border-dashed border-line-strong px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-56 text-sm">
          {facts === null
            ? 'Counting…'
            : rest.length === 0
              ? 'Every cluster of the fleet is taken by a phase.'
              : `No phase takes ${formatCount(rest.length)} of ${formatCount(facts.total)} clusters (${formatShare(rest.length, facts.total)}).`}
        </p>
        {rest.length > 0 ? (
          <>
            <Button size="sm" variant="ghost" aria-expanded={shown} onClick={() => setShown(!shown)}>
              {shown ? 'Hide them' : 'Show them'}
            </Button>
            <Button size="sm" onClick={onCatchAll}>
              Add a phase for them
            </Button>
          </>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-2 text-xs text-ink-2">
        <span>Selected clusters that no phase takes</span>
        <Segmented
          label="What happens to clusters that no phase takes"
          segments={[
            { value: 'exclude', label: 'are left out' },
            { value: 'refuse', label: 'forbid the launch' },
          ]}
          value={unmatched}
          onChange={onUnmatched}
        />
      </div>
      {shown ? (
        <p className="ident max-h-40 overflow-y-auto text-xs text-ink-2">
          {rest.slice(0, namesMax).join(', ')}
          {rest.length > namesMax ? ` and ${formatCount(rest.length - namesMax)} more` : ''}
        </p>
      ) : null}
    </section>
  )
}
