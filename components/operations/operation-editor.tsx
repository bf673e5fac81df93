'use client'

import { useState } from 'react'
import { DocumentEditor } from '@/components/documents/document-editor'
import { ProblemsList } from '@/components/documents/problems-list'
import { useTextHistory } from '@/components/documents/use-text-history'
import type { Place } from '@/components/documents/yaml-editor'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { useLeaveWarning } from '@/lib/client/use-leave-warning'
import { defaultsOf } from './defaults-of'
import { nameOfDocument } from './name-of-document'
import { OperationFacts } from './operation-facts'
import { OperationRevisions } from './operation-revisions'
import { ParamsForm } from './params-form'
import { PublishOperationDialog } from './publish-operation-dialog'
import { type Check, useOperationReading } from './use-operation-reading'

/** The editor of an operation: its text at the left, checked as publishing checks it; what it asks and does beside. */
export function OperationEditor({
  published,
  initial,
  publishRefusal,
}: {
  /** What the change starts from; null = a new operation. */
  published: { name: string; source: string; revision: number } | null
  /** The text to begin with. */
  initial: string
  /** Why this person may not publish; null = they may. */
  publishRefusal: string | null
}) {
  const text = useTextHistory(initial)
  const name = published?.name ?? nameOfDocument(text.source)
  const { problems, check, valid, operation } = useOperationReading(name ?? 'new', text.source)
  const [place, setPlace] = useState<Place | null>(null)
  const [publishing, setPublishing] = useState(false)
  // Null = as they are before anybody fills them in.
  const [params, setParams] = useState<Record<string, unknown> | null>(null)
  const changed = text.source !== published?.source
  useLeaveWarning(changed && text.canUndo && !publishing)
  return (
    <>
      <PageHeader
        title={published ? `Edit ${published.name}` : 'New operation'}
        meta={
          <>
            {published ? <span>revision {published.revision}</span> : <Badge tone="accent">new</Badge>}
            {changed && published ? <Badge tone="warning">unpublished changes</Badge> : null}
            <span role="status">{checkWords[check]}</span>
          </>
        }
        actions={
          <Button
            variant="primary"
            disabledReason={refusal({ publishRefusal, name, valid, check, changed })}
            onClick={() => setPublishing(true)}
          >
            Publish…
          </Button>
        }
      />
      <div className="grid min-w-0 grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-2 xl:sticky xl:top-4">
          <DocumentEditor
            label="The operation as YAML"
            text={text}
            problems={problems}
            place={place}
            height="h-[28rem] xl:h-[calc(100dvh-16rem)]"
          />
          <div className="rounded-lg border border-line px-3 py-2">
            <ProblemsList problems={problems} onGo={({ line, column }) => setPlace({ line, column })} />
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="What it asks for">
            {operation ? (
              <ParamsForm
                schema={{ ...operation.params }}
                value={params ?? defaultsOf({ ...operation.params })}
                onChange={setParams}
              />
            ) : (
              <NotYet />
            )}
          </Card>
          <Card title="What it does">
            {operation ? <OperationFacts operation={operation} /> : <NotYet />}
          </Card>
          {published ? (
            <OperationRevisions
              name={published.name}
              newest={published.revision}
              source={text.source}
              onTake={(source) => text.edit(() => source)}
            />
          ) : null}
        </div>
      </div>
      {publishing && name !== null ? (
        <PublishOperationDialog
          name={name}
          source={text.source}
          published={published}
          onClose={() => setPublishing(false)}
        />
      ) : null}
    </>
  )
}

const checkWords: Readonly<Record<Check, string>> = {
  running: 'checking…',
  done: 'checked with its driver and checks',
  failed: 'the driver’s section could not be checked; publishing does it again',
}

const NotYet = () => (
  <p className="text-sm text-ink-3">Shown as soon as the text is an operation; mend the problems first.</p>
)

function refusal(state: {
  publishRefusal: string | null
  name: string | null
  valid: boolean
  check: Check
  changed: boolean
}): string | null {
  if (state.publishRefusal) return state.publishRefusal
  if (state.name === null) return 'The document has no metadata.name yet.'
  if (!state.valid) return 'Mend the problems first.'
  if (!state.changed) return 'Nothing has changed since the last revision.'
  // Where the server could not be asked, publishing asks it anyway.
  return state.check === 'running' ? 'The text is being checked.' : null
}
