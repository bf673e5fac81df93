import type { ReactNode } from 'react'
import { Shell } from '@/components/layout/shell'
import type { Person } from '@/components/layout/user-menu'
import type { LineAccess } from '@/components/line/line-control'
import { currentSession } from '@/lib/server/next/session'

/** The frame around every page of the console. It asks who is there only to show it. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { person, line } = await whoIsThere()
  return (
    <Shell person={person} line={line}>
      {children}
    </Shell>
  )
}

/** Without a database nobody is known; the frame still stands, and its banner says what is wrong. */
async function whoIsThere(): Promise<{ person: Person; line: LineAccess | null }> {
  try {
    const session = await currentSession()
    if (!session) return nobody
    const roles = session.actor.bindings.map(({ role }) => role)
    return {
      person: { name: session.actor.name, roles: [...new Set(roles)] },
      line: { stop: session.can('line:stop'), release: session.can('line:release') },
    }
  } catch (error) {
    if (isControlFlow(error)) throw error
    return nobody
  }
}

const nobody = { person: null, line: null }

/** Next steers by throwing: redirects, and "this page is dynamic" while building. */
const isControlFlow = (error: unknown): boolean =>
  typeof (error as { digest?: unknown } | null)?.digest === 'string'
