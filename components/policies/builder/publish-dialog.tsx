'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { act } from '@/lib/client/act'
import { ApiError, messageOf } from '@/lib/client/api'
import { type LineDifference, lineDifference } from '@/lib/client/line-difference'
import { toastDone } from '@/lib/client/toasts'
import { publishPolicyText } from '@/lib/policies/actions'

/** Asks for a note, shows what changes against the published text, and makes a revision of it. */
export function PublishDialog({
  name,
  source,
  published,
  baseRevision,
  onPublished,
  onClose,
}: {
  name: string
  source: string
  /** The newest revision's text and number; null for a new policy. */
  published: { source: string; revision: number } | null
  /** The revision the change was made from; 0 = none yet. */
  baseRevision: number
  onPublished: (revision: number) => void
  onClose: () => void
}) {
  const [note, setNote] = useState('')
  const publish = useMutation({
    mutationFn: () => act(publishPolicyText({ name, source, note, baseRevision })),
    onSuccess: ({ revision }) => {
      toastDone(`Revision ${revision} is published`)
      onPublished(revision)
    },
  })
  const lines = lineDifference(published?.source ?? '', source)
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={published ? `Publish revision ${published.revision + 1} of ${name}` : `Publish ${name}`}
      description="A revision never changes. Running rollouts keep the revision they were launched with."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={publish.isPending} onClick={() => publish.mutate()}>
            Publish
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {publish.error ? <PublishError error={publish.error} /> : null}
        <Field label="What changed, and why" hint="Shown in the list of revisions and in the audit log">
          <Input value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={500} />
        </Field>
        <Difference lines={lines} />
      </div>
    </Dialog>
  )
}

function PublishError({ error }: { error: Error }) {
  const stale = error instanceof ApiError && error.problem?.code === 'stale'
  return (
    <Callout
      tone="danger"
      role="alert"
      title={stale ? 'Somebody else has published meanwhile' : 'Not published'}
    >
      {messageOf(error)}
      {stale ? ' Copy what you need, reload the page, and apply your change to the new revision.' : null}
    </Callout>
  )
}

function Difference({ lines }: { lines: readonly LineDifference[] }) {
  const changed = lines.filter((line) => line.kind !== 'same')
  if (changed.length === 0)
    return <p className="text-sm text-ink-2">The text is the same as the published one.</p>
  return (
    <section aria-label="Difference to the published text">
      <pre className="max-h-80 overflow-auto rounded-md border border-line bg-sunken py-2 text-xs">
        {lines.map((line, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn once.
            key={index}
            className={
              line.kind === 'added'
                ? 'block bg-success-soft px-3 text-success'
                : line.kind === 'removed'
                  ? 'block bg-danger-soft px-3 text-danger'
                  : 'block px-3 text-ink-3'
            }
          >
            {{ added: '+ ', removed: '− ', same: '  ' }[line.kind]}
            {line.text}
          </span>
        ))}
      </pre>
    </section>
  )
}
