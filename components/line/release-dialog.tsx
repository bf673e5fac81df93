'use client'

import { ReasonDialog } from '@/components/ui/reason-dialog'
import { api } from '@/lib/client/api'
import { formatNoun } from '@/lib/client/format'
import { useAct } from '@/lib/client/use-act'
import type { ReleasedDto } from '@/lib/line/dto'
import { changedByLine } from './changed-by-line'

/** Says what a release lets go, then releases the line. */
export function ReleaseDialog({ held, onClose }: { held: number; onClose: () => void }) {
  const release = useAct({
    run: (reason: string) =>
      api<ReleasedDto>('POST', '/api/v1/line/release', { body: reason ? { reason } : {} }),
    done: (_, answer) => releasedWords(answer),
    refused: 'Could not release the line',
    changes: changedByLine,
    quiet: true,
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title="Release the line?"
      description={
        held === 0
          ? 'The stop paused no rollout. New ones can be launched again.'
          : `The stop paused ${formatNoun(held, 'rollout')}. Those go on at once, except where somebody paused or aborted them since. New ones can be launched again.`
      }
      required={false}
      verb="Release the line"
      call={'POST /api/v1/line/release {"reason": "…"}'}
      busy={release.isPending}
      error={release.error}
      onSubmit={(reason) => release.mutate(reason)}
      onClose={onClose}
    />
  )
}

function releasedWords({ released, kept }: ReleasedDto): string {
  const goOn = released.length === 0 ? '' : `; ${released.length} of its rollouts go on`
  const stay = kept.map(({ rollout, why }) => `rollout ${rollout} stays: ${why}`).join(' ')
  return `The line is released${goOn}${stay ? `; ${stay}` : ''}`
}
