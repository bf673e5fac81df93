'use client'

import { ReasonDialog } from '@/components/ui/reason-dialog'
import { api } from '@/lib/client/api'
import { formatNoun } from '@/lib/client/format'
import { useAct } from '@/lib/client/use-act'
import type { LineDto } from '@/lib/line/dto'
import { changedByLine } from './changed-by-line'

/** Asks why, then stops the line. */
export function StopDialog({ onClose }: { onClose: () => void }) {
  const stop = useAct({
    run: (reason: string) => api<LineDto>('POST', '/api/v1/line/stop', { body: { reason } }),
    done: (_, { held }) => `The line is stopped: ${formatNoun(held.length, 'running rollout')} paused`,
    refused: 'Could not stop the line',
    changes: changedByLine,
    quiet: true,
    onDone: onClose,
  })
  return (
    <ReasonDialog
      danger
      title="Stop the line?"
      description="Every running rollout pauses at once, and nothing can be launched or resumed until somebody releases the line. What is in flight finishes."
      placeholder="Customers report errors after the upgrade"
      hint="Everybody who uses the console sees it."
      verb="Stop the line"
      call={'POST /api/v1/line/stop {"reason": "…"}'}
      busy={stop.isPending}
      error={stop.error}
      onSubmit={(reason) => stop.mutate(reason)}
      onClose={onClose}
    />
  )
}
