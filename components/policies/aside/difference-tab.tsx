'use client'

import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { QueryView } from '@/components/ui/query-view'
import { Segmented } from '@/components/ui/segmented'
import { Select } from '@/components/ui/select'
import { Time } from '@/components/ui/time'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { RevisionDto } from '@/lib/documents/dto'
import { revisionQuery, revisionsQuery } from '@/lib/documents/query-options'
import { Compared, differenceWays } from './compared'

/** What one's text changes against a revision, in meaning, in text, and in effect on today's fleet. */
export function DifferenceTab({
  name,
  source,
  newest,
  clusters,
  onTake,
}: {
  name: string
  source: string
  newest: number
  clusters: readonly ClusterFacts[] | undefined
  /** Puts the text of a revision into the builder. */
  onTake: (source: string, revision: number) => void
}) {
  const [wanted, setWanted] = useUrlParam('against')
  const [view, setView] = useUrlParam('difference')
  const way = differenceWays.find(({ value }) => value === view)?.value ?? 'meaning'
  const against = Number(wanted) >= 1 && Number(wanted) <= newest ? Number(wanted) : newest
  const revisions = useQuery(revisionsQuery('policies', name))
  const revision = useQuery(revisionQuery('policies', name, against))
  const chosen = revisions.data?.find(({ number }) => number === against)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label="What to compare" segments={differenceWays} value={way} onChange={setView} />
        <span className="text-xs text-ink-2">against</span>
        <span className="w-40">
          <Select
            size="sm"
            label="Revision to compare with"
            options={(revisions.data ?? []).map((one) => ({
              value: String(one.number),
              label: `revision ${one.number}`,
              hint: [one.author, one.note].filter(Boolean).join(': '),
            }))}
            value={String(against)}
            onChange={(next) => setWanted(next === String(newest) ? null : next)}
          />
        </span>
      </div>
      {chosen ? <RevisionLine revision={chosen} /> : null}
      <QueryView query={revision} what={`Revision ${against}`}>
        {(document) => (
          <>
            <Compared way={way} before={document.source} after={source} clusters={clusters} />
            {document.source === source ? null : (
              <div>
                <Button size="sm" onClick={() => onTake(document.source, against)}>
                  Take over the text of revision {against}
                </Button>
              </div>
            )}
          </>
        )}
      </QueryView>
    </div>
  )
}

function RevisionLine({ revision }: { revision: RevisionDto }) {
  return (
    <p className="text-xs text-ink-3">
      <Time at={revision.createdAt} /> by {revision.author}
      {revision.note ? <>: “{revision.note}”</> : ', without a note'}
    </p>
  )
}
