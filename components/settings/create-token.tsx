'use client'

import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { act } from '@/lib/client/act'
import { fieldErrors } from '@/lib/client/field-errors'
import { useAct } from '@/lib/client/use-act'
import { type Role, roles } from '@/lib/core/access/permissions'
import { makeToken } from '@/lib/members/actions'
import { MakeDialog } from './make-dialog'

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
  function submit(form: FormData): void {
    create.mutate({
      name: String(form.get('name') ?? '').trim(),
      ...(narrowed.length > 0 && { roles: [...narrowed] }),
      ...(lifetime !== 'never' && { expiresInDays: Number(lifetime) }),
    })
  }
  return (
    <MakeDialog
      open={open}
      onOpen={() => onOpenChange(true)}
      onClose={close}
      title="Create a token"
      call="POST /api/v1/tokens"
      verb="Create"
      busy={create.isPending}
      error={errors.size === 0 ? create.error : null}
      onSubmit={submit}
      made={made === null ? null : { secret: made, what: 'the token', title: 'The token was created' }}
    >
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
            onChange={(on) => setNarrowed(on ? [...narrowed, role] : narrowed.filter((one) => one !== role))}
          >
            {role}
          </Checkbox>
        ))}
        {errors.get('roles') ? <p className="text-xs text-danger">{errors.get('roles')}</p> : null}
      </fieldset>
    </MakeDialog>
  )
}
