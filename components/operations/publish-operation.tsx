'use client'

import { FilePen, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ProblemLines } from '@/components/fleet/problem-lines'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Sheet } from '@/components/ui/dialog'
import { Textarea } from '@/components/ui/input'
import { act } from '@/lib/client/act'
import { ApiError, messageOf } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import { publishOperationText } from '@/lib/operations/actions'
import { nameOfDocument } from './name-of-document'

/** Publishes an operation from its YAML: a new one, or the next revision of the one that is shown. */
export function PublishOperation({
  published,
  refusal,
}: {
  /** What the change starts from; null = a new operation. */
  published: { name: string; source: string; revision: number } | null
  refusal: string | null
}) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState(published?.source ?? '')
  const name = published?.name ?? nameOfDocument(text)
  const publish = useAct({
    run: () =>
      act(
        publishOperationText({
          name: name ?? '',
          source: text,
          // Somebody who published meanwhile must not be overwritten unseen.
          ...(published && { baseRevision: published.revision }),
        }),
      ),
    done: (_, { name, revision, outcome }) =>
      outcome === 'unchanged'
        ? 'Nothing differs; no revision was made'
        : `${name} is now at revision ${revision}`,
    refused: 'Could not publish',
    changes: [['palette']],
    quiet: true,
    onDone: ({ name }) => {
      setOpen(false)
      router.push(`/operations/${encodeURIComponent(name)}`)
      router.refresh()
    },
  })
  const errors = publish.error instanceof ApiError ? (publish.error.problem?.errors ?? []) : []
  return (
    <>
      <Button
        variant={published ? 'secondary' : 'primary'}
        disabledReason={refusal}
        onClick={() => {
          setText(published?.source ?? '')
          publish.reset()
          setOpen(true)
        }}
      >
        {published ? <FilePen size={14} aria-hidden="true" /> : <Plus size={14} aria-hidden="true" />}
        {published ? 'Edit' : 'New operation'}
      </Button>
      <Sheet
        size="lg"
        open={open}
        onOpenChange={setOpen}
        title={published ? `Edit ${published.name}` : 'New operation'}
        description="Publishing makes a new revision that never changes. Rollouts already launched keep theirs."
        footer={
          <>
            <Button variant="ghost" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button
              variant="primary"
              busy={publish.isPending}
              disabled={text.trim() === '' || text === published?.source}
              disabledReason={
                text.trim() !== '' && name === null ? 'The document has no metadata.name yet.' : null
              }
              onClick={() => publish.mutate(undefined)}
            >
              Publish
            </Button>
          </>
        }
      >
        <Textarea
          mono
          aria-label="Operation as YAML"
          rows={26}
          value={text}
          className="whitespace-pre"
          placeholder={
            'apiVersion: upgrader/v1\nkind: Operation\nmetadata: { name: kafka-upgrade, title: Upgrade Kafka }\nspec:\n  …'
          }
          onChange={(event) => {
            setText(event.target.value)
            if (publish.error) publish.reset()
          }}
        />
        {publish.error ? (
          <div className="mt-3">
            <Callout tone="danger" role="alert" title="Nothing was published">
              {errors.length === 0 ? messageOf(publish.error) : null}
            </Callout>
            <ProblemLines errors={errors} text={text} />
          </div>
        ) : null}
      </Sheet>
    </>
  )
}
