'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { TextDifference } from '@/components/documents/text-difference'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { revisionQuery, revisionsQuery } from '@/lib/documents/query-options'

/** The revisions of an operation; a press compares one with the text as it is now. */
export function OperationRevisions({
  name,
  newest,
  source,
  onTake,
}: {
  name: string
  newest: number
  source: string
  onTake: (source: string) => void
}) {
  const [chosen, setChosen] = useState<number | null>(null)
  const revisions = useQuery(revisionsQuery('operations', name))
  return (
    <Card title="Revisions" flush>
      <QueryView query={revisions} what="The revisions" rows={2}>
        {(items) => (
          <ul className="divide-y divide-line">
            {items.map(({ number, author, createdAt }) => (
              <li key={number} className="px-4 py-2 text-sm">
                <div className="flex flex-wrap items-center gap-2">
                  <span className="font-medium tabular-nums">{number}</span>
                  <span className="min-w-0 flex-1 text-xs text-ink-2">
                    <Time at={createdAt} /> by {author}
                    {number === newest ? ', in use' : ''}
                  </span>
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-expanded={chosen === number}
                    onClick={() => setChosen(chosen === number ? null : number)}
                  >
                    Difference
                  </Button>
                </div>
                {chosen === number ? (
                  <Against name={name} revision={number} source={source} onTake={onTake} />
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}

function Against({
  name,
  revision,
  source,
  onTake,
}: {
  name: string
  revision: number
  source: string
  onTake: (source: string) => void
}) {
  const query = useQuery(revisionQuery('operations', name, revision))
  return (
    <div className="mt-2 flex flex-col gap-2">
      <QueryView query={query} what={`Revision ${revision}`} rows={3}>
        {(document) => (
          <>
            <TextDifference before={document.source} after={source} />
            {document.source === source ? null : (
              <div>
                <Button size="sm" onClick={() => onTake(document.source)}>
                  Take over the text of revision {revision}
                </Button>
              </div>
            )}
          </>
        )}
      </QueryView>
    </div>
  )
}
