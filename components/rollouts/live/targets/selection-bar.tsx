'use client'

import { RotateCcw, SkipForward } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { TargetState } from '@/lib/core/rollout/states'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import type { Rights } from '../header/controls'
import { useVersion } from '../live-context'
import { TargetsDialog } from './targets-dialog'

const retryable: ReadonlySet<TargetState> = new Set(['failed', 'skipped', 'cancelled'])

/** What can be done with the rows that are selected; each button says with how many of them. */
export function SelectionBar({
  store,
  selected,
  rights,
  onClear,
}: {
  store: RolloutStore
  selected: ReadonlySet<number>
  rights: Rights
  onClear: () => void
}) {
  const [dialog, setDialog] = useState<'retry' | 'skip' | null>(null)
  const version = useVersion(store, 'counts')
  const { retry, skip } = useMemo(() => {
    void version
    let [retry, skip] = [0, 0]
    for (const index of selected) {
      const state = stateOfCode(codeOfCell(store.columns.cells[index] ?? 0))
      if (retryable.has(state)) retry++
      if (state === 'pending') skip++
    }
    return { retry, skip }
  }, [store, selected, version])
  const task = useMemo(() => {
    if (dialog === null) return null
    const clusters = [...selected].map((index) => store.roster.clusters[index] ?? '')
    return { verb: dialog, choice: { clusters } }
  }, [store, selected, dialog])
  if (selected.size === 0) return null
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2 rounded-lg bg-hover px-3 py-2 text-sm">
      <span data-selected className="mr-2 font-medium tabular-nums">
        {formatNoun(selected.size, 'cluster')} selected
      </span>
      <Button
        size="sm"
        disabledReason={
          rights.control ?? (retry === 0 ? 'None of them has failed, or was skipped or cancelled.' : null)
        }
        onClick={() => setDialog('retry')}
      >
        <RotateCcw size={12} aria-hidden="true" />
        Retry {formatCount(retry)}…
      </Button>
      <Button
        size="sm"
        disabledReason={
          rights.control ?? (skip === 0 ? 'None of them is pending; only pending ones can be skipped.' : null)
        }
        onClick={() => setDialog('skip')}
      >
        <SkipForward size={12} aria-hidden="true" />
        Skip {formatCount(skip)}…
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear selection
      </Button>
      <TargetsDialog task={task} onClose={() => setDialog(null)} onDone={onClear} />
    </div>
  )
}
