'use client'

import { NotifySwitch } from '@/components/approvals/notify-switch'
import { Page } from '@/components/layout/page'
import { ForbiddenState } from '@/components/ui/forbidden-state'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { Access } from '@/lib/core/access/permissions'
import { MembersTab } from './members-tab'
import { PasswordTab } from './password-tab'
import { RoutesTab } from './routes-tab'
import { SecretsTab } from './secrets-tab'
import { SessionsTab } from './sessions-tab'
import { TokensTab } from './tokens-tab'
import { WorkersTab } from './workers-tab'

const tabNames = ['members', 'tokens', 'sessions', 'password', 'secrets', 'notifications', 'workers'] as const
type TabName = (typeof tabNames)[number]

/** Who may do what, what acts for them, and what runs it all. */
export function SettingsView({
  me,
  access,
}: {
  me: { username: string; sessionId: string | null }
  access: { members: Access; secrets: Access; notifications: Access }
}) {
  const [param, setParam] = useUrlParam('tab')
  const tab = tabNames.find((name) => name === param) ?? (access.members.allowed ? 'members' : 'tokens')
  return (
    <Page>
      <PageHeader title="Settings" />
      <Tabs<TabName>
        value={tab}
        onChange={setParam}
        tabs={[
          {
            value: 'members',
            label: 'Members',
            content: access.members.allowed ? (
              <MembersTab me={me.username} />
            ) : (
              <ForbiddenState title="Members are kept by admins" reason={access.members.reason} />
            ),
          },
          { value: 'tokens', label: 'API tokens', content: <TokensTab me={me.username} /> },
          { value: 'sessions', label: 'Sessions', content: <SessionsTab me={me} /> },
          { value: 'password', label: 'Password', content: <PasswordTab /> },
          {
            value: 'secrets',
            label: 'Secrets',
            content: access.secrets.allowed ? (
              <SecretsTab />
            ) : (
              <ForbiddenState title="Secrets are kept by admins" reason={access.secrets.reason} />
            ),
          },
          {
            value: 'notifications',
            label: 'Notifications',
            content: access.notifications.allowed ? (
              <RoutesTab />
            ) : (
              <>
                <ForbiddenState
                  title="Notification routes are kept by admins"
                  reason={access.notifications.reason}
                />
                <div className="flex justify-center">
                  <NotifySwitch />
                </div>
              </>
            ),
          },
          { value: 'workers', label: 'Workers', content: <WorkersTab /> },
        ]}
      />
    </Page>
  )
}
