'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheckBig } from 'lucide-react'
import { Page } from '@/components/layout/page'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { Segmented } from '@/components/ui/segmented'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import { inboxQuery } from '@/lib/approvals/query-options'
import { useUrlParam } from '@/lib/client/use-url-param'
import { InboxItem } from './inbox-item'
import { NotifySwitch } from './notify-switch'

/** Approvals of all rollouts that wait, soonest to expire first; by default those one may decide. */
export function ApprovalInbox() {
  const query = useQuery({ ...inboxQuery(), refetchInterval: 5_000 })
  const [show, setShow] = useUrlParam('show')
  const kind = show === 'all' || show === 'role' ? show : 'mine'
  return (
    <Page>
      <PageHeader
        title="Approvals"
        meta="What waits for a person, in all rollouts. Soonest to expire first."
      />
      <QueryView query={query} what="The inbox" rows={4}>
        {(items) => {
          const mine = items.filter((item) => item.mine)
          const ofRole = items.filter((item) => item.mine || item.myRole)
          const shown = { mine, role: ofRole, all: items }[kind]
          return (
            <>
              <Toolbar label="Filter">
                <Segmented
                  label="Show"
                  value={kind}
                  onChange={(value) => setShow(value === 'mine' ? null : value)}
                  segments={[
                    { value: 'mine', label: `For me ${mine.length}` },
                    { value: 'role', label: `My role’s ${ofRole.length}` },
                    { value: 'all', label: `All ${items.length}` },
                  ]}
                />
                <ToolbarSpace />
                <NotifySwitch />
              </Toolbar>
              {shown.length === 0 ? (
                <EmptyState
                  icon={<CircleCheckBig size={20} aria-hidden="true" />}
                  title="Nothing waits for you"
                >
                  {items.length > 0
                    ? 'Others have approvals to decide; see All.'
                    : 'When a rollout reaches an approval, it appears here and in the navigation.'}
                </EmptyState>
              ) : (
                <ul className="divide-y divide-line border-y border-line">
                  {shown.map((item) => (
                    <InboxItem key={`${item.rollout} ${item.gate}`} item={item} />
                  ))}
                </ul>
              )}
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}
