'use client'

import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { type MergeChunk, mergedText, mergeLines } from '@/lib/client/merge-lines'
import { policyDifference } from '@/lib/core/policy/difference'
import { readLane } from '@/lib/core/policy/lane'
import { MeaningDifference } from '../aside/meaning-difference'
import { MergeChunks } from './merge-chunks'

/** Brings two changes of one policy together: what only one side changed is taken, for the rest one decides. */
export function MergeFrame({
  title,
  description,
  base,
  mine,
  theirs,
  onMerged,
  onClose,
}: {
  /** What happened meanwhile, and who did it. */
  title: string
  description: string
  /** The text that both began from; empty = there was none. */
  base: string
  mine: string
  theirs: { title: string; note: string | null; source: string }
  onMerged: (source: string) => void
  onClose: () => void
}) {
  const chunks = useMemo(() => mergeLines(base, mine, theirs.source), [base, mine, theirs.source])
  const [decisions, setDecisions] = useState<Readonly<Record<number, 'mine' | 'theirs'>>>({})
  const open = chunks.filter((chunk, i) => chunk.kind === 'conflict' && decisions[i] === undefined).length
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(next) => !next && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={open === 0 ? null : `${conflictWords(open)} to be decided.`}
            onClick={() => onMerged(mergedText(chunks, decisions))}
          >
            Continue with the merged text
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <Side title="What you changed" before={base} after={mine} />
          <Side title={theirs.title} note={theirs.note} before={base} after={theirs.source} />
        </div>
        <MergeChunks
          chunks={chunks}
          decisions={decisions}
          onDecide={(index, side) => setDecisions({ ...decisions, [index]: side })}
        />
        <p role="status" className="text-xs text-ink-2">
          {open > 0 ? `${conflictWords(open)} to be decided.` : summaryOf(chunks)}
        </p>
      </div>
    </Dialog>
  )
}

function Side({
  title,
  note,
  before,
  after,
}: {
  title: string
  note?: string | null
  before: string
  after: string
}) {
  const changes = useMemo(() => {
    const [old, now] = [readLane(before), readLane(after)]
    return old && now ? policyDifference(old, now) : null
  }, [before, after])
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
      {note ? <p className="mb-1.5 text-xs text-ink-3">“{note}”</p> : null}
      {changes ? (
        <MeaningDifference changes={changes} />
      ) : (
        <p className="text-sm text-ink-2">All of it is new.</p>
      )}
    </section>
  )
}

const conflictWords = (count: number): string => (count === 1 ? '1 conflict is' : `${count} conflicts are`)

const summaryOf = (chunks: readonly MergeChunk[]): string =>
  chunks.some(({ kind }) => kind === 'conflict')
    ? 'Every conflict is decided.'
    : 'Nothing is in conflict: you changed other lines than they did.'
