import type { Metadata } from 'next'
import { SettingsView } from '@/components/settings/settings-view'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Settings' }

/** Members, tokens, sessions, secrets, notification routes and workers. */
export default async function SettingsPage() {
  const session = await requireSession()
  return (
    <SettingsView
      me={{ username: session.actor.name, sessionId: session.actor.sessionId }}
      access={{
        members: session.can('member:write'),
        secrets: session.can('secret:write'),
        notifications: session.can('notification:write'),
      }}
    />
  )
}
