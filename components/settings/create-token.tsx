'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { act } from '@/lib/client/act'
import { messageOf } from '@/lib/client/api'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import { type Role, roles } from '@/lib/core/access/permissions'
import { makeToken } from '@/lib/members/actions'
import { ShownOnce } from './shown-once'

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Does not expire' },
] as const
type Lifetime = (typeof lifetimes)[number]['value']

interface NewToken {
  name: string
  roles?: Role[]
  expiresInDays?: number
}

/** Makes an API token; its text is shown once. */
export function CreateToken({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const [narrowed, setNarrowed] = useState<readonly Role[]>([])
  const [made, setMade] = useState<string | null>(null)
  const create = useAct({
    run: (token: NewToken) => act(makeToken(token)),
    done: null,
    refused: 'Could not create the token',
    changes: [['settings', 'tokens']],
    quiet: true,
    onDone: ({ token }) => setMade(token),
  })
  const errors = fieldErrors(create.error)

  function close(): void {
    setMade(null)
    create.reset()
    onOpenChange(false)
  }
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    create.mutate({
      name,
      ...(narrowed.length > 0 && { roles: [...narrowed] }),
      ...(lifetime !== 'never' && { expiresInDays: Number(lifetime) }),
    })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={made ? 'The token was created' : 'Create a token'}
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
            <Button variant="primary" type="submit" form="create-token" busy={create.isPending}>
              Create
            </Button>
          </>
        )
      }
    >
      {made ? (
        <ShownOnce what="the token" value={made} />
      ) : (
        <form id="create-token" onSubmit={submit} className="flex flex-col gap-4">
          {create.error && errors.size === 0 ? (
            <Callout tone="danger" role="alert">
              {messageOf(create.error)}
            </Callout>
          ) : null}
          <Field label="What it is for" error={errors.get('name')} required>
            <Input name="name" placeholder="deploy pipeline" required maxLength={100} />
          </Field>
          <Field label="Lifetime">
            <Select label="Lifetime" options={lifetimes} value={lifetime} onChange={setLifetime} />
          </Field>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 text-xs font-medium text-ink-2">
              Narrow it to roles (none = all that you have)
            </legend>
            {roles.map((role) => (
              <Checkbox
                key={role}
                checked={narrowed.includes(role)}
                onChange={(on) =>
                  setNarrowed(on ? [...narrowed, role] : narrowed.filter((one) => one !== role))
                }
              >
                {role}
              </Checkbox>
            ))}
            {errors.get('roles') ? <p className="text-xs text-danger">{errors.get('roles')}</p> : null}
          </fieldset>
        </form>
      )}
    </Dialog>
  )
}
