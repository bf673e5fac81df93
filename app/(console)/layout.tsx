import type { ReactNode } from 'react'
import { Shell } from '@/components/layout/shell'
import type { Person } from '@/components/layout/user-menu'
import { currentSession } from '@/lib/server/next/session'

/** The frame around every page of the console. It asks who is there only to show it. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return <Shell person={await whoIsThere()}>{children}</Shell>
}

/** Without a database nobody is known; the frame still stands, and its banner says what is wrong. */
async function whoIsThere(): Promise<Person> {
  try {
    const session = await currentSession()
    if (!session) return null
    const roles = session.actor.bindings.map(({ role }) => role)
    return { name: session.actor.name, roles: [...new Set(roles)] }
  } catch (error) {
    if (isControlFlow(error)) throw error
    return null
  }
}

/** Next steers by throwing: redirects, and "this page is dynamic" while building. */
const isControlFlow = (error: unknown): boolean =>
  typeof (error as { digest?: unknown } | null)?.digest === 'string'
