'use client'

import { useQuery } from '@tanstack/react-query'
import { QueryView } from '@/components/ui/query-view'
import { revisionQuery } from '@/lib/documents/query-options'
import { MergeFrame } from './merge-frame'

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
          <MergeFrame
            key={newest.revision}
            title={`Revision ${newest.revision} was published by ${newest.author}`}
            description={
              baseRevision > 0
                ? `You began from revision ${baseRevision}. What only one of you changed is taken; what both changed is yours to decide.`
                : 'You began a policy of this name that did not exist then. Decide for each part.'
            }
            mine={source}
            base={base.data?.source ?? ''}
            theirs={{
              title: `What revision ${newest.revision} changed`,
              note: newest.note,
              source: newest.source,
            }}
            onMerged={(merged) => onMerged(merged, newest.revision)}
            onClose={onClose}
          />
        )
      }
    </QueryView>
  )
}
