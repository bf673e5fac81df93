'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

/** The window in which a document is published: which revision of what comes of it, and what stays as it is. */
export function PublishFrame({
  name,
  revision,
  stays,
  call,
  busy,
  onPublish,
  onClose,
  children,
}: {
  name: string
  /** The newest revision there is; null = a new document. */
  revision: number | null
  /** What publishing does not touch. */
  stays: string
  /** The call of the API that does the same. */
  call: string
  busy: boolean
  onPublish: () => void
  onClose: () => void
  /** What changes. */
  children: ReactNode
}) {
  return (
    <Dialog
      open
      size="lg"
      call={call}
      onOpenChange={(open) => !open && onClose()}
      title={revision === null ? `Publish ${name}` : `Publish revision ${revision + 1} of ${name}`}
      description={`A revision never changes. ${stays}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={onPublish}>
            Publish
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">{children}</div>
    </Dialog>
  )
}
