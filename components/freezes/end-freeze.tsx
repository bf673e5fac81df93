'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { api } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import type { FreezeDto } from '@/lib/freezes/dto'

/** Says what ending a freeze lets go, then ends it. */
export function EndFreeze({ freeze, onClose }: { freeze: FreezeDto; onClose: () => void }) {
  const begun = freeze.state === 'active'
  const end = useAct({
    run: () => api<undefined>('DELETE', `/api/v1/freezes/${freeze.id}`),
    done: () => (begun ? `${freeze.title} has ended` : `${freeze.title} is called off`),
    refused: 'Could not end the freeze',
    changes: [['freezes'], ['rollouts'], ['home']],
    onDone: onClose,
  })
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={begun ? `End ${freeze.title}?` : `Call off ${freeze.title}?`}
      call={`DELETE /api/v1/freezes/${freeze.id}`}
      description={
        begun
          ? 'Rollouts that wait for it start at once, where nothing else holds them. It stays in the list of those that ended.'
          : 'It will not hold. It stays in the list of those that ended.'
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Keep it
          </Button>
          <Button variant="danger" busy={end.isPending} onClick={() => end.mutate(undefined)}>
            {begun ? 'End the freeze' : 'Call it off'}
          </Button>
        </>
      }
    />
  )
}
