'use client'

import { Segmented } from '@/components/ui/segmented'
import { cx } from '@/lib/client/cx'
import type { MergeChunk } from '@/lib/client/merge-lines'

const looks = {
  mine: { label: 'you', look: 'bg-accent-soft text-accent' },
  theirs: { label: 'they', look: 'bg-success-soft text-success' },
  both: { label: 'both alike', look: 'bg-success-soft text-success' },
} as const

/** The parts of a three-way merge that somebody changed; each conflict asks whose lines stay. */
export function MergeChunks({
  chunks,
  decisions,
  onDecide,
}: {
  chunks: readonly MergeChunk[]
  decisions: Readonly<Record<number, 'mine' | 'theirs'>>
  onDecide: (index: number, side: 'mine' | 'theirs') => void
}) {
  return (
    <ol aria-label="Changed lines" className="flex flex-col gap-2">
      {chunks.map((chunk, index) =>
        chunk.kind === 'same' ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: chunks have no identity but their place.
          <li key={index} className="min-w-0">
            {chunk.kind === 'conflict' ? (
              <Conflict
                chunk={chunk}
                decision={decisions[index] ?? null}
                onDecide={(side) => onDecide(index, side)}
              />
            ) : (
              <div className="flex items-start gap-3">
                <span className="w-16 shrink-0 pt-1.5 text-xs text-ink-3">{looks[chunk.kind].label}</span>
                <Lines lines={chunk.lines} look={looks[chunk.kind].look} />
              </div>
            )}
          </li>
        ),
      )}
    </ol>
  )
}

function Conflict({
  chunk,
  decision,
  onDecide,
}: {
  chunk: Extract<MergeChunk, { kind: 'conflict' }>
  decision: 'mine' | 'theirs' | null
  onDecide: (side: 'mine' | 'theirs') => void
}) {
  return (
    <div className={cx('rounded-lg border p-2', decision ? 'border-line' : 'border-danger')}>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 text-xs font-medium">Both changed these lines</span>
        <Segmented<'mine' | 'theirs' | 'open'>
          label="Whose lines stay"
          segments={[
            { value: 'mine', label: 'Yours' },
            { value: 'theirs', label: 'Theirs' },
          ]}
          value={decision ?? 'open'}
          onChange={(side) => side !== 'open' && onDecide(side)}
        />
      </div>
      <div className="flex flex-col gap-1">
        <Side label="before" lines={chunk.base} look="bg-hover text-ink-3" />
        <Side label="yours" lines={chunk.mine} look={looks.mine.look} faded={decision === 'theirs'} />
        <Side label="theirs" lines={chunk.theirs} look={looks.theirs.look} faded={decision === 'mine'} />
      </div>
    </div>
  )
}

function Side({
  label,
  lines,
  look,
  faded = false,
}: {
  label: string
  lines: readonly string[]
  look: string
  faded?: boolean
}) {
  return (
    <div className={cx('flex items-start gap-3', faded && 'line-through')}>
      <span className="w-14 shrink-0 pt-1.5 text-xs text-ink-3">{label}</span>
      <Lines lines={lines} look={look} />
    </div>
  )
}

const Lines = ({ lines, look }: { lines: readonly string[]; look: string }) => (
  <pre className={cx('min-w-0 flex-1 overflow-x-auto rounded-md px-2 py-1 text-xs leading-5', look)}>
    {lines.length === 0 ? '(nothing)' : lines.join('\n')}
  </pre>
)
