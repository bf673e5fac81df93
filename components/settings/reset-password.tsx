'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { act } from '@/lib/client/act'
import { useAct } from '@/lib/client/use-act'
import { giveNewPassword } from '@/lib/members/actions'
import type { MemberDto } from '@/lib/members/dto'
import { SecretDialog } from './secret-dialog'

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
    <SecretDialog
      open
      onOpenChange={onClose}
      title={`Reset the password of ${member.name}?`}
      description="A new one is made and shown once. All their sessions end now; API tokens stay."
      call={`POST /api/v1/members/${member.username}/reset-password`}
      made={made === null ? null : { secret: made, what: 'the password' }}
      action={
        <Button variant="danger" busy={reset.isPending} onClick={() => reset.mutate(undefined)}>
          Reset the password
        </Button>
      }
    />
  )
}
