'use client'

import { RotateCcw, SkipForward, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { formatCount, formatNoun } from '@/lib/client/format'
import type { TargetState } from '@/lib/core/rollout/states'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import type { Rights } from '../header/controls'
import { fitsByName } from '../header/rollback-scope'
import { RollbackSheet } from '../header/rollback-sheet'
import { whyNotRollBack } from '../header/why-not-roll-back'
import { useHeader, useVersion } from '../live-context'
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
  const rollout = useHeader()
  const [dialog, setDialog] = useState<'retry' | 'skip' | null>(null)
  const [back, setBack] = useState(false)
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
  const clusters = useMemo(
    () => [...selected].map((index) => store.roster.clusters[index] ?? ''),
    [store, selected],
  )
  const task = useMemo(
    () => (dialog === null ? null : { verb: dialog, choice: { clusters } }),
    [clusters, dialog],
  )
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
      <Button
        size="sm"
        disabledReason={
          rights.control ??
          whyNotRollBack(rollout) ??
          (fitsByName(clusters)
            ? null
            : 'Too many to name: roll back by a selector, from the top of the page.')
        }
        onClick={() => setBack(true)}
      >
        <Undo2 size={12} aria-hidden="true" />
        Roll back…
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear selection
      </Button>
      <TargetsDialog task={task} onClose={() => setDialog(null)} onDone={onClear} />
      <RollbackSheet open={back} onClose={() => setBack(false)} clusters={clusters} />
    </div>
  )
}
