'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { act } from '@/lib/client/act'
import { useAct } from '@/lib/client/use-act'
import { giveNewPassword } from '@/lib/members/actions'
import type { MemberDto } from '@/lib/members/dto'
import { ShownOnce } from './shown-once'

/** Gives a member a new password, shown once, and ends all their sessions. */
export function ResetPassword({ member, onClose }: { member: MemberDto; onClose: () => void }) {
  const [made, setMade] = useState<string | null>(null)
  const reset = useAct({
    run: () => act(giveNewPassword({ username: member.username })),
    done: null,
    refused: 'Could not reset the password',
    changes: [['settings']],
    onDone: ({ password }) => setMade(password),
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Reset the password of ${member.name}?`}
      description="A new one is made and shown once. All their sessions end now; API tokens stay."
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
            <Button variant="danger" busy={reset.isPending} onClick={() => reset.mutate(undefined)}>
              Reset the password
            </Button>
          </>
        )
      }
    >
      {made ? <ShownOnce what="the password" value={made} /> : null}
    </Dialog>
  )
}
