'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { PublishFrame } from '@/components/documents/publish-frame'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { act } from '@/lib/client/act'
import { ApiError, messageOf } from '@/lib/client/api'
import { toastDone } from '@/lib/client/toasts'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { publishPolicyText } from '@/lib/policies/actions'
import { Compared, type DifferenceWay, differenceWays } from '../aside/compared'

/** Asks for a note, shows what changes against the published text, and makes a revision of it. */
export function PublishDialog({
  name,
  source,
  published,
  baseRevision,
  clusters,
  onPublished,
  onStale,
  onClose,
}: {
  name: string
  source: string
  /** The newest revision's text and number; null for a new policy. */
  published: { source: string; revision: number } | null
  /** The revision the change was made from; 0 = none yet. */
  baseRevision: number
  clusters: readonly ClusterFacts[] | undefined
  onPublished: (revision: number) => void
  /** Somebody else has published since; asks to bring both together. */
  onStale: () => void
  onClose: () => void
}) {
  const [note, setNote] = useState('')
  const [way, setWay] = useState<DifferenceWay>('meaning')
  const publish = useMutation({
    mutationFn: () => act(publishPolicyText({ name, source, note, baseRevision })),
    onSuccess: ({ revision }) => {
      toastDone(`Revision ${revision} is published`)
      onPublished(revision)
    },
  })
  return (
    <PublishFrame
      name={name}
      revision={published?.revision ?? null}
      stays="Running rollouts keep the revision they were launched with."
      call={`PUT /api/v1/policies/${name}, content-type: application/yaml`}
      busy={publish.isPending}
      onPublish={() => publish.mutate()}
      onClose={onClose}
    >
      {publish.error ? <PublishError error={publish.error} onMerge={onStale} /> : null}
      <Field label="What changed, and why" hint="Shown in the list of revisions and in the audit log">
        <Input value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={500} />
      </Field>
      {published ? (
        <>
          <Segmented label="What to compare" segments={differenceWays} value={way} onChange={setWay} />
          <Compared way={way} before={published.source} after={source} clusters={clusters} />
        </>
      ) : null}
    </PublishFrame>
  )
}

function PublishError({ error, onMerge }: { error: Error; onMerge: () => void }) {
  const stale = error instanceof ApiError && error.problem?.code === 'stale'
  return (
    <Callout
      tone="danger"
      role="alert"
      title={stale ? 'Somebody else has published meanwhile' : 'Not published'}
      action={
        stale ? (
          <Button size="sm" onClick={onMerge}>
            Bring both together…
          </Button>
        ) : undefined
      }
    >
      {messageOf(error)}
    </Callout>
  )
}
