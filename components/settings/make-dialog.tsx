'use client'

import { type FormEvent, type ReactNode, useId } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { messageOf } from '@/lib/client/api'
import { type MadeSecret, SecretDialog } from './secret-dialog'

/** A form that makes something with a secret; once it is made, the dialog shows the secret, that one time. */
export function MakeDialog({
  open,
  onOpen,
  onClose,
  title,
  call,
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
  /** The call of the API that does the same. */
  call: string
  verb: string
  busy: boolean
  /** What is wrong and belongs to no single field. */
  error: Error | null
  onSubmit: (form: FormData) => void
  /** Null = nothing is made yet. */
  made: MadeSecret | null
  children: ReactNode
}) {
  const form = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(new FormData(event.currentTarget))
  }
  return (
    <SecretDialog
      open={open}
      onOpenChange={(next) => (next ? onOpen() : onClose())}
      title={title}
      call={call}
      made={made}
      action={
        <Button variant="primary" type="submit" form={form} busy={busy}>
          {verb}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {error ? (
          <Callout tone="danger" role="alert">
            {messageOf(error)}
          </Callout>
        ) : null}
        {children}
      </form>
    </SecretDialog>
  )
}
