'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ShownOnce } from './shown-once'

/** A secret that was made, what it is (`the token`), and what has happened where that is not in the title already. */
export interface MadeSecret {
  readonly secret: string
  readonly what: string
  readonly title?: string
}

/** A dialog that makes a secret and, once it is made, shows it that one time. */
export function SecretDialog({
  open,
  onOpenChange,
  title,
  description,
  call,
  action,
  made,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  /** The call of the API that does the same. */
  call: string
  /** The button that makes it. */
  action: ReactNode
  /** Null = nothing is made yet. */
  made: MadeSecret | null
  children?: ReactNode
}) {
  const close = () => onOpenChange(false)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={made?.title ?? title}
      {...(description !== undefined && { description })}
      {...(made === null && { call })}
      footer={
        made ? (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button variant="ghost" onClick={close}>
              Cancel
            </Button>
            {action}
          </>
        )
      }
    >
      {made ? <ShownOnce what={made.what} value={made.secret} /> : children}
    </Dialog>
  )
}
