'use client'

import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ActionResult } from '@/lib/api/problem'
import { changeOwnPassword } from '@/lib/members/actions'
import { passwordLengthMax, passwordLengthMin } from '@/lib/members/password-limits'

type Outcome = ActionResult<unknown> | null

/** Changes one's own password; other places where one is signed in are signed out. */
export function PasswordTab() {
  const [outcome, submit, busy] = useActionState(change, null)
  const problem = outcome && !outcome.ok ? outcome.problem : null
  const about = (field: string) =>
    problem?.errors?.find(({ pointer }) => pointer === `/${field}`)?.message ?? null
  return (
    <form action={submit} className="flex max-w-sm flex-col gap-4">
      {problem && !problem.errors ? (
        <Callout tone="danger" role="alert">
          {problem.detail}
        </Callout>
      ) : null}
      {outcome?.ok ? (
        <Callout tone="info" role="status">
          The password was changed, and you were signed out everywhere else.
        </Callout>
      ) : null}
      <Field label="Present password" error={about('current')} required>
        <Input name="current" type="password" autoComplete="current-password" required />
      </Field>
      <Field
        label="New password"
        hint={`At least ${passwordLengthMin} characters`}
        error={about('password')}
        required
      >
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={passwordLengthMin}
          maxLength={passwordLengthMax}
          required
        />
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-start">
        Change password
      </Button>
    </form>
  )
}

async function change(_: Outcome, form: FormData): Promise<Outcome> {
  return changeOwnPassword({
    current: String(form.get('current') ?? ''),
    password: String(form.get('password') ?? ''),
  })
}
