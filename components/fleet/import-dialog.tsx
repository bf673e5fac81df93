'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { ApiError, api, messageOf } from '@/lib/client/api'
import { formatCount } from '@/lib/client/format'
import { toastDone } from '@/lib/client/toasts'
import { detectFormat, type ImportFormat, importExample, importFormats } from '@/lib/fleet/import-format'
import { ProblemLines } from './problem-lines'

interface ImportResult {
  created: number
  updated: number
  unchanged: number
}

/** Adds and updates clusters by name from a pasted text or a file: all of them, or none and every bad line named. */
export function ImportDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const file = useId()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ImportFormat | null>(null)
  const format = chosen ?? detectFormat(text)
  const send = useMutation({
    mutationFn: () =>
      api<ImportResult>('PUT', '/api/v1/clusters', {
        body: text,
        contentType: importFormats[format].contentType,
      }),
    onSuccess: ({ created, updated, unchanged }) => {
      void queries.invalidateQueries({ queryKey: ['fleet'] })
      toastDone(
        'Fleet imported',
        `${formatCount(created)} created, ${formatCount(updated)} updated, ${formatCount(unchanged)} unchanged.`,
      )
      setText('')
      onOpenChange(false)
    },
  })
  const errors = send.error instanceof ApiError ? (send.error.problem?.errors ?? []) : []

  function change(next: string): void {
    setText(next)
    send.reset()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="lg"
      title="Import clusters"
      call={`PUT /api/v1/clusters, content-type: ${importFormats[format].contentType}`}
      description="Clusters are matched by name: new ones are created, known ones updated. Nothing is removed. Either all lines are taken or none."
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={send.isPending}
            disabled={text.trim() === ''}
            onClick={() => send.mutate()}
          >
            Import
          </Button>
        </>
      }
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Segmented
          label="Format"
          value={format}
          onChange={setChosen}
          segments={(Object.keys(importFormats) as ImportFormat[]).map((value) => ({
            value,
            label: importFormats[value].label,
          }))}
        />
        <label
          htmlFor={file}
          className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md px-3 text-sm font-medium ring-1 ring-line-strong ring-inset focus-within:outline-2 hover:bg-hover"
        >
          <Upload size={14} aria-hidden="true" /> Choose a file
          <input
            id={file}
            type="file"
            accept=".json,.ndjson,.jsonl,.csv,application/json,text/csv"
            className="sr-only"
            onChange={async (event) => {
              const [first] = event.target.files ?? []
              if (first) change(await first.text())
            }}
          />
        </label>
        <Button variant="ghost" onClick={() => change(importExample)}>
          Insert an example
        </Button>
      </div>
      <Textarea
        mono
        aria-label="Clusters to import"
        rows={12}
        value={text}
        onChange={(event) => change(event.target.value)}
        placeholder={'name,kind,provider,region,environment,tier,version\nkafka-azure-weu-1,kafka,azure,…'}
        className="max-h-[45dvh] whitespace-pre"
      />
      {send.error ? (
        <div className="mt-3">
          <Callout tone="danger" role="alert" title="Nothing was imported">
            {errors.length === 0 ? messageOf(send.error) : null}
          </Callout>
          <ProblemLines errors={errors} text={text} />
        </div>
      ) : null}
    </Dialog>
  )
}
