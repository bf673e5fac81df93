'use client'

import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ApiError, messageOf } from '@/lib/client/api'

/**
 * Says why something was refused that somebody decided by what was on the screen. When it was older than what has
 * happened, they look again and say so; nothing when it was not refused.
 */
export function RefusedDecision({
  error,
  title,
  onLooked,
}: {
  error: Error | null
  /** What a refusal is called that looking again does not help. */
  title: string
  onLooked: () => void
}) {
  if (!error) return null
  const stale = error instanceof ApiError && error.problem?.code === 'stale'
  return (
    <Callout
      tone={stale ? 'warning' : 'danger'}
      role="alert"
      title={stale ? 'Something changed while you were reading' : title}
      action={
        stale ? (
          <Button size="sm" onClick={onLooked}>
            I have looked
          </Button>
        ) : undefined
      }
    >
      {messageOf(error)}
    </Callout>
  )
}
