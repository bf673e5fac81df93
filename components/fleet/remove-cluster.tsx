'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { act } from '@/lib/client/act'
import { useAct } from '@/lib/client/use-act'
import { removeCluster } from '@/lib/clusters/actions'

/** Takes a cluster out of the inventory; what was done to it stays in the history of its rollouts. */
export function RemoveCluster({
  name,
  refusal,
  inFlight,
}: {
  name: string
  refusal: string | null
  inFlight: boolean
}) {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const remove = useAct({
    run: () => act(removeCluster({ name })),
    done: () => `${name} was removed`,
    refused: 'Could not remove the cluster',
    changes: [['fleet']],
    onDone: () => router.push('/clusters'),
  })
  return (
    <>
      <Button
        disabledReason={
          refusal ?? (inFlight ? 'A rollout is at work on it; wait until it is at rest.' : null)
        }
        onClick={() => setAsking(true)}
      >
        Remove
      </Button>
      <Dialog
        size="sm"
        open={asking}
        onOpenChange={setAsking}
        title="Remove this cluster from the fleet?"
        call={`DELETE /api/v1/clusters/${encodeURIComponent(name)}`}
        description={
          <>
            <span className="ident">{name}</span> itself is not touched. Running rollouts skip it as gone;
            importing it again brings it back.
          </>
        }
        footer={
          <>
            <Button variant="ghost" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
              Remove from the fleet
            </Button>
          </>
        }
      />
    </>
  )
}
