'use client'

import { type FormEvent, type ReactNode, useId } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { messageOf } from '@/lib/client/api'
import { ShownOnce } from './shown-once'

/** A form that makes something with a secret; once it is made, the dialog shows the secret, that one time. */
export function MakeDialog({
  open,
  onOpen,
  onClose,
  title,
  verb,
  busy,
  error,
  onSubmit,
  made,
  children,
}: {
  open: boolean
  onOpen: () => void
  onClose: () => void
  title: string
  verb: string
  busy: boolean
  /** What is wrong and belongs to no single field. */
  error: Error | null
  onSubmit: (form: FormData) => void
  /** The secret, what it is (`the token`) and what has happened; null = nothing is made yet. */
  made: { secret: string; what: string; title: string } | null
  children: ReactNode
}) {
  const form = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(new FormData(event.currentTarget))
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpen() : onClose())}
      title={made ? made.title : title}
      footer={
        made ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" type="submit" form={form} busy={busy}>
              {verb}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <ShownOnce what={made.what} value={made.secret} />
      ) : (
        <form id={form} onSubmit={submit} className="flex flex-col gap-4">
          {error ? (
            <Callout tone="danger" role="alert">
              {messageOf(error)}
            </Callout>
          ) : null}
          {children}
        </form>
      )}
    </Dialog>
  )
}
