'use client'

import { memo, type ReactNode } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { StateGlyph } from '@/components/ui/state-glyph'
import { cx } from '@/lib/client/cx'
import type { StateStyle } from '@/lib/client/state-style'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { codeOfCell, progressOfCell } from '@/lib/stream/cell'
import { facetOf } from '@/lib/stream/roster'
import { styleOfCode } from '../appearance'
import { Took } from '../map/map-tooltip'
import { type ColumnName, columnClass } from './columns'

interface Props {
  store: RolloutStore
  index: number
  /** What the row shows; it is drawn anew only when one of these changes. */
  cell: number
  held: boolean
  message: string | null
  selected: boolean
  open: boolean
  rowIndex: number
  onSelect: (index: number) => void
  onOpen: (cluster: string) => void
}

/** One cluster of the table. */
export const TargetRow = memo(function TargetRow(props: Props) {
  const { store, index, cell, held, message, selected, open, rowIndex, onSelect, onOpen } = props
  const { roster, columns } = store
  const cluster = roster.clusters[index] ?? ''
  const style = styleOfCode(codeOfCell(cell), held)
  const phase = roster.phases[columns.phaseOf[index] ?? 0]
  return (
    <tr
      aria-rowindex={rowIndex}
      className={cx(
        'relative h-9 border-b border-line text-sm hover:bg-hover',
        selected && 'bg-hover',
        open && 'bg-active hover:bg-active',
      )}
    >
      <Cell name="select">
        <span className="relative z-10">
          <Checkbox checked={selected} onChange={() => onSelect(index)} ariaLabel={`Select ${cluster}`} />
        </span>
      </Cell>
      <Cell name="cluster">
        <button
          type="button"
          // On a phone two lines: it is the end of a name that tells clusters apart.
          className="ident block w-full truncate text-left font-medium after:absolute after:inset-0 max-sm:line-clamp-2 max-sm:text-2xs/3.5 max-sm:break-all max-sm:whitespace-normal"
          onClick={() => onOpen(cluster)}
        >
          {cluster}
        </button>
      </Cell>
      <Cell name="state">
        <State style={style} progress={progressOfCell(cell)} />
      </Cell>
      <Cell name="phase">{phase?.title}</Cell>
      <Cell name="region">{facetOf(roster, 'region', index)}</Cell>
      <Cell name="tier">{facetOf(roster, 'tier', index)}</Cell>
      <Cell name="version">
        <span className="ident">{facetOf(roster, 'version', index)}</span>
      </Cell>
      <Cell name="duration">
        <Took store={store} index={index} />
      </Cell>
      <Cell name="message">
        {/* Some drivers say only how far they are, which the state says already. */}
        {message !== null && justPercent.test(message) ? null : (
          <span title={message ?? undefined}>{message}</span>
        )}
      </Cell>
    </tr>
  )
})

function State({ style, progress }: { style: StateStyle; progress: number | null }) {
  return (
    <span className="flex items-center gap-1.5">
      <StateGlyph style={style} size={11} />
      {style.label}
      {progress !== null && style.label === 'Applying' ? (
        <span className="text-xs text-ink-3 tabular-nums">{Math.round(progress * 100)} %</span>
      ) : null}
    </span>
  )
}

const justPercent = /^\d+ %$/

function Cell({ name, children }: { name: ColumnName; children: ReactNode }) {
  return <td className={cx('truncate px-2', columnClass[name])}>{children}</td>
}
