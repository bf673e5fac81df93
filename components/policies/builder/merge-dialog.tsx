'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { QueryView } from '@/components/ui/query-view'
import { type MergeChunk, mergedText, mergeLines } from '@/lib/client/merge-lines'
import { policyDifference } from '@/lib/core/policy/difference'
import { readLane } from '@/lib/core/policy/lane'
import type { DocumentDto } from '@/lib/documents/dto'
import { revisionQuery } from '@/lib/documents/query-options'
import { MeaningDifference } from '../aside/meaning-difference'
import { MergeChunks } from './merge-chunks'

/** Brings one's text together with what somebody else has published since it was begun. */
export function MergeDialog({
  name,
  source,
  baseRevision,
  onMerged,
  onClose,
}: {
  name: string
  /** One's own text. */
  source: string
  /** The revision it was begun from; 0 = it was a new policy. */
  baseRevision: number
  onMerged: (source: string, revision: number) => void
  onClose: () => void
}) {
  const theirs = useQuery(revisionQuery('policies', name, null))
  const base = useQuery({ ...revisionQuery('policies', name, baseRevision), enabled: baseRevision > 0 })
  return (
    <QueryView query={theirs} what="The newest revision">
      {(newest) =>
        baseRevision > 0 && base.data === undefined ? (
          <QueryView query={base} what={`Revision ${baseRevision}`}>
            {() => null}
          </QueryView>
        ) : (
          <Merge
            key={newest.revision}
            mine={source}
            base={base.data?.source ?? ''}
            baseRevision={baseRevision}
            theirs={newest}
            onMerged={onMerged}
            onClose={onClose}
          />
        )
      }
    </QueryView>
  )
}

function Merge({
  mine,
  base,
  baseRevision,
  theirs,
  onMerged,
  onClose,
}: {
  mine: string
  base: string
  baseRevision: number
  theirs: DocumentDto
  onMerged: (source: string, revision: number) => void
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
      title={`Revision ${theirs.revision} was published by ${theirs.author}`}
      description={
        baseRevision > 0
          ? `You began from revision ${baseRevision}. What only one of you changed is taken; what both changed is yours to decide.`
          : 'You began a policy of this name that did not exist then. Decide for each part.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={open === 0 ? null : `${conflictWords(open)} to be decided.`}
            onClick={() => onMerged(mergedText(chunks, decisions), theirs.revision)}
          >
            Continue with the merged text
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <Side title="What you changed" before={base} after={mine} />
          <Side
            title={`What revision ${theirs.revision} changed`}
            note={theirs.note}
            before={base}
            after={theirs.source}
          />
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
