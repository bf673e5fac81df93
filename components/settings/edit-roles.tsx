'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { act } from '@/lib/client/act'
import { messageOf } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import type { RoleBinding } from '@/lib/core/access/permissions'
import { replaceRoles } from '@/lib/members/actions'
import type { MemberDto } from '@/lib/members/dto'
import { RolesEditor, selectorProblem } from './roles-editor'

/** Replaces the roles of a member; effective with their next request. */
export function EditRoles({ member, onClose }: { member: MemberDto; onClose: () => void }) {
  const [roles, setRoles] = useState<RoleBinding[]>(member.roles)
  const save = useAct({
    run: () =>
      act(
        replaceRoles({
          username: member.username,
          roles: roles.map(({ role, select }) => ({ role, select: select?.trim() || null })),
        }),
      ),
    done: () => `The roles of ${member.username} were changed`,
    refused: 'Could not change the roles',
    changes: [['settings', 'members']],
    quiet: true,
    onDone: onClose,
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Roles of ${member.name}`}
      call={`PUT /api/v1/members/${member.username}/roles`}
      description="They count from the member's next request on."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={roles.some(({ select }) => selectorProblem(select) !== null)}
            onClick={() => save.mutate(undefined)}
          >
            Save
          </Button>
        </>
      }
    >
      {save.error ? (
        <div className="mb-4">
          <Callout tone="danger" role="alert">
            {messageOf(save.error)}
          </Callout>
        </div>
      ) : null}
      <RolesEditor value={roles} onChange={setRoles} />
    </Dialog>
  )
}
