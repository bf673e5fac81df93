'use client'

import { RotateCcw, SkipForward } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { formatNoun } from '@/lib/client/format'
import type { TargetState } from '@/lib/core/rollout/states'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, stateOfCode } from '@/lib/stream/cell'
import type { Rights } from '../header/controls'
import { useVersion } from '../live-context'
import { TargetsDialog } from './targets-dialog'

const retryable: ReadonlySet<TargetState> = new Set(['failed', 'skipped', 'cancelled'])
const skippable: ReadonlySet<TargetState> = new Set(['pending'])

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
    const inState = (states: ReadonlySet<TargetState>) =>
      [...selected]
        .filter((index) => states.has(stateOfCode(codeOfCell(store.columns.cells[index] ?? 0))))
        .map((index) => store.roster.clusters[index] ?? '')
    return { retry: inState(retryable), skip: inState(skippable) }
  }, [store, selected, version])
  if (selected.size === 0) return null
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2 rounded-lg bg-hover px-3 py-2 text-sm">
      <span className="mr-2 font-medium tabular-nums">{formatNoun(selected.size, 'cluster')} selected</span>
      <Button
        size="sm"
        disabledReason={
          rights.control ??
          (retry.length === 0 ? 'None of them has failed, or was skipped or cancelled.' : null)
        }
        onClick={() => setDialog('retry')}
      >
        <RotateCcw size={12} aria-hidden="true" />
        Retry {retry.length}…
      </Button>
      <Button
        size="sm"
        disabledReason={
          rights.control ??
          (skip.length === 0 ? 'None of them is pending; only pending ones can be skipped.' : null)
        }
        onClick={() => setDialog('skip')}
      >
        <SkipForward size={12} aria-hidden="true" />
        Skip {skip.length}…
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear selection
      </Button>
      <TargetsDialog
        verb={dialog}
        clusters={dialog === 'skip' ? skip : retry}
        others={selected.size - (dialog === 'skip' ? skip : retry).length}
        onClose={() => setDialog(null)}
        onDone={onClear}
      />
    </div>
  )
}
