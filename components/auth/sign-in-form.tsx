'use client'

import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

/** User name and password; `back` is a path of this site to go to afterwards. */
export function SignInForm({ back }: { back: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(null)
    const refused = await attempt(String(form.get('username') ?? ''), String(form.get('password') ?? ''))
    if (refused === null) {
      // A whole new page: nothing of what was drawn for nobody may stay.
      window.location.assign(back)
      return
    }
    setProblem(refused)
    setBusy(false)
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" aria-busy={busy}>
      {problem ? (
        <Callout tone="danger" role="alert">
          {problem}
        </Callout>
      ) : null}
      <Field label="User name">
        <Input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
        />
      </Field>
      <Field label="Password">
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="w-full">
        Sign in
      </Button>
    </form>
  )
}

/** Tries to sign in; null = done, else what to tell the person. */
async function attempt(username: string, password: string): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { username: username.trim(), password, redirect: false })
    if (answer?.ok && !answer.error) return null
    return explain(answer?.error ?? '')
  } catch {
    return 'The server cannot be reached. Check your connection and try again.'
  }
}

/** Refusals come as `code: message`; anything else is next-auth's own name for wrong credentials. */
function explain(error: string): string {
  const refusal = /^[a-z_]+: (.+)$/s.exec(error)
  return refusal?.[1] ?? 'User name and password do not match. Both are case-sensitive.'
}
