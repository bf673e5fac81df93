'use client'

import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { act } from '@/lib/client/act'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import type { RoleBinding } from '@/lib/core/access/permissions'
import { addMember } from '@/lib/members/actions'
import { MakeDialog } from './make-dialog'
import { RolesEditor } from './roles-editor'

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
  function submit(form: FormData): void {
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
    <MakeDialog
      open={open}
      onOpen={() => onOpenChange(true)}
      onClose={close}
      title="Add a member"
      call="POST /api/v1/members"
      verb="Add"
      busy={add.isPending}
      error={errors.size === 0 ? add.error : null}
      onSubmit={submit}
      made={made === null ? null : { secret: made, what: 'the password', title: 'The member was added' }}
    >
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
    </MakeDialog>
  )
}
