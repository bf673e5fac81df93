import type { ReactNode } from 'react'
import { Shell } from '@/components/layout/shell'
import { currentSession } from '@/lib/server/next/session'

/** The frame around every page of the console. It asks who is there only to show it. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await currentSession()
  const person = session && {
    name: session.actor.name,
    roles: [...new Set(session.actor.bindings.map(({ role }) => role))],
  }
  return <Shell person={person}>{children}</Shell>
}
