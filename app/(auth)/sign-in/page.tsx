import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/auth/sign-in-form'
import { Mark } from '@/components/layout/mark'
import { safeReturn } from '@/lib/client/safe-return'
import type { SearchParams } from '@/lib/client/search-params'
import { currentSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Sign in' }

/** Signs somebody in and sends them back to where they were going. */
export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { from } = await searchParams
  const back = safeReturn(from)
  if (await currentSession()) redirect(back)
  return (
    <main className="flex min-h-dvh items-center justify-center bg-sunken px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Mark size={28} />
          <h1 className="text-lg font-semibold tracking-tight">Sign in to Cluster Upgrader</h1>
        </div>
        <div className="rounded-xl border border-line bg-surface p-5 shadow-card">
          <SignInForm back={back} />
        </div>
        <p className="mt-4 text-xs text-pretty text-ink-3">
          The first start prints the password of <span className="ident">admin</span> once, in the terminal
          that runs it. An admin can reset any password under Settings.
        </p>
      </div>
    </main>
  )
}
