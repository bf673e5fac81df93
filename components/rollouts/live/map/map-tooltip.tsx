'use client'

import { StateGlyph } from '@/components/ui/state-glyph'
import { formatDuration } from '@/lib/client/format'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, isRetryingCode, progressOfCell, stateOfCode } from '@/lib/stream/cell'
import { facetOf } from '@/lib/stream/roster'
import { styleOfCode } from '../appearance'
import { useHeader, useLiveNow, useVersion } from '../live-context'
import { useProgressWords } from '../use-progress-words'

/** Says in a few lines what one target is and does. */
export function TargetSummary({ store, index, held }: { store: RolloutStore; index: number; held: boolean }) {
  useVersion(store, 'cells')
  useVersion(store, 'notes')
  useProgressWords(store, [index])
  const { roster, columns } = store
  const cell = columns.cells[index] ?? 0
  const code = codeOfCell(cell)
  const style = styleOfCode(code, held)
  const progress = progressOfCell(cell)
  const note = store.noteOf(index)
  const facts = [
    roster.phases[columns.phaseOf[index] ?? 0]?.title,
    facetOf(roster, 'region', index),
    facetOf(roster, 'tier', index),
    facetOf(roster, 'version', index),
  ].filter(Boolean)
  const moving = isRetryingCode(code) || stateOfCode(code) === 'applying' || stateOfCode(code) === 'verifying'
  return (
    <>
      <p className="ident truncate font-medium">{roster.clusters[index]}</p>
      <p className="mt-0.5 flex items-center gap-1.5">
        <StateGlyph style={style} size={11} />
        <span>{style.label}</span>
        {moving && progress !== null ? (
          <span className="tabular-nums">{Math.round(progress * 100)} %</span>
        ) : null}
        <Took store={store} index={index} />
      </p>
      <p className="mt-0.5 truncate text-ink-3">{facts.join(' · ')}</p>
      {note?.message ? (
        <p className="mt-1 line-clamp-3 text-pretty text-ink-2">{note.message}</p>
      ) : stateOfCode(code) === 'pending' ? (
        <PhaseWaits phase={roster.phases[columns.phaseOf[index] ?? 0]?.id ?? ''} />
      ) : null}
    </>
  )
}

/** What its phase waits for, in the engine's words; its own reasons, in order, are in the drawer. */
function PhaseWaits({ phase }: { phase: string }) {
  const { waitingFor } = useHeader()
  const reason = waitingFor.find((one) => one.phase === phase) ?? waitingFor.find((one) => one.phase === null)
  if (!reason) return null
  return <p className="mt-1 line-clamp-3 text-pretty text-ink-2">{reason.message}</p>
}

/** How long a target took, or has taken so far; nothing before its start. */
export function Took({ store, index }: { store: RolloutStore; index: number }) {
  const now = useLiveNow(1_000)
  const started = store.columns.started[index] ?? Number.NaN
  const finished = store.columns.finished[index] ?? Number.NaN
  if (Number.isNaN(started)) return null
  const end = Number.isNaN(finished) ? now : finished
  return <span className="text-ink-3 tabular-nums">{formatDuration(Math.max(0, end - started))}</span>
}
