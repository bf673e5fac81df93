'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { act } from '@/lib/client/act'
import { messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import type { RoleBinding } from '@/lib/core/access/permissions'
import { addMember } from '@/lib/members/actions'
import { RolesEditor } from './roles-editor'
import { ShownOnce } from './shown-once'

interface NewMember {
  username: string
  name?: string
  email: string | null
  password?: string
  roles: RoleBinding[]
}

/** Adds a member; without a password one is made and shown once. */
export function AddMember({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [roles, setRoles] = useState<RoleBinding[]>([{ role: 'viewer', select: null }])
  const [made, setMade] = useState<string | null>(null)
  const add = useAct({
    run: (member: NewMember) => act(addMember(member)),
    done: ({ username }) => `${username} was added`,
    refused: 'Could not add the member',
    changes: [['settings', 'members']],
    quiet: true,
    onDone: ({ password }) => (password ? setMade(password) : close()),
  })
  const errors = fieldErrors(add.error)

  function close(): void {
    setMade(null)
    add.reset()
    onOpenChange(false)
  }
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string): string => String(form.get(name) ?? '').trim()
    add.mutate({
      username: text('username'),
      ...(text('name') && { name: text('name') }),
      email: text('email') || null,
      ...(form.get('password') ? { password: String(form.get('password')) } : {}),
      roles: roles.map(({ role, select }) => ({ role, select: select?.trim() || null })),
    })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? 'The member was added' : 'Add a member'}
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
            <Button variant="primary" type="submit" form="add-member" busy={add.isPending}>
              Add
            </Button>
          </>
        )
      }
    >
      {made ? (
        <ShownOnce what="the password" value={made} />
      ) : (
        <form id="add-member" onSubmit={submit} className="flex flex-col gap-4">
          {add.error && errors.size === 0 ? (
            <Callout tone="danger" role="alert">
              {messageOf(add.error)}
            </Callout>
          ) : null}
          <Field
            label="User name"
            hint="Small letters and digits; what audit and events show."
            error={errors.get('username')}
            required
          >
            <Input name="username" mono autoCapitalize="none" required />
          </Field>
          <Field label="Name" error={errors.get('name')}>
            <Input name="name" />
          </Field>
          <Field label="E-mail" error={errors.get('email')}>
            <Input name="email" type="email" />
          </Field>
          <Field label="Password" hint="Empty = one is made and shown once." error={errors.get('password')}>
            <Input name="password" type="password" autoComplete="new-password" />
          </Field>
          <RolesEditor value={roles} onChange={setRoles} />
        </form>
      )}
    </Dialog>
  )
}
