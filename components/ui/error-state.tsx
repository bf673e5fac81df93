'use client'

import { CloudOff } from 'lucide-react'
import { Button } from './button'

/** Says what could not be shown, why, and offers to try again. */
export function ErrorState({
  title,
  detail,
  onRetry,
}: {
  title: string
  /** What the server said; for what is unexpected, a reference to look up in the log. */
  detail?: string | null
  onRetry?: () => void
}) {
  return (
    <div role="alert" className="mx-auto flex w-full max-w-md flex-col items-center px-4 py-12 text-center">
      <div className="mb-3 flex size-10 items-center justify-center rounded-lg bg-danger-soft text-danger">
        <CloudOff size={20} aria-hidden="true" />
      </div>
      <h1 className="text-base font-semibold">{title}</h1>
      {detail ? <p className="mt-1 text-sm text-pretty text-ink-2">{detail}</p> : null}
      {onRetry ? (
        <Button className="mt-4" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}
