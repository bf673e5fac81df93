'use client'

import { useQuery } from '@tanstack/react-query'
import { Rocket } from 'lucide-react'
import Link from 'next/link'
import { InboxItem } from '@/components/approvals/inbox-item'
import { Page } from '@/components/layout/page'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { WalkOffer } from '@/components/walk/walk-offer'
import { inboxQuery } from '@/lib/approvals/query-options'
import { homeQuery } from '@/lib/home/query-options'
import { rolloutsQuery } from '@/lib/rollouts/query-options'
import { ActiveRollout } from './active-rollout'
import { FailureList, HeldList, UpcomingList } from './home-lists'
import { LastOutcomes } from './last-outcomes'

const finished = {
  state: 'succeeded,succeeded_with_failures,failed,aborted,rolled_back,nothing_to_do',
  cursor: null,
  limit: 6,
}

/** What needs somebody, what is moving, what is held and why, and how the last ones ended. */
export function HomeView({ walkRefusal }: { walkRefusal: string | null }) {
  const home = useQuery(homeQuery())
  const inbox = useQuery({ ...inboxQuery(), refetchInterval: 5_000 })
  const ended = useQuery(rolloutsQuery(finished))
  const mine = inbox.data?.filter((item) => item.mine) ?? []
  return (
    <Page>
      <PageHeader
        title="Home"
        actions={
          <LinkButton variant="primary" href="/rollouts/new">
            <Rocket size={14} aria-hidden="true" /> New rollout
          </LinkButton>
        }
      />
      <WalkOffer refusal={walkRefusal} />
      {mine.length > 0 ? (
        <section className="mb-8">
          <Heading href="/approvals" title={`Waiting for you ${mine.length}`} />
          <ul className="divide-y divide-line border-y border-line">
            {mine.slice(0, 5).map((item) => (
              <InboxItem key={`${item.rollout} ${item.gate}`} item={item} />
            ))}
          </ul>
        </section>
      ) : null}
      <section className="mb-8">
        <Heading href="/rollouts?show=active" title="Under way" />
        <QueryView query={home} what="The list of rollouts" rows={3}>
          {({ active }) =>
            active.length === 0 ? (
              <EmptyState icon={<Rocket size={20} aria-hidden="true" />} title="Nothing is under way">
                Choose an operation, a part of the fleet and a policy; the plan is shown before anything
                happens.
              </EmptyState>
            ) : (
              <ul className="grid gap-3 lg:grid-cols-2">
                {active.map((rollout) => (
                  <li key={rollout.id} className="min-w-0">
                    <ActiveRollout rollout={rollout} />
                  </li>
                ))}
              </ul>
            )
          }
        </QueryView>
      </section>
      {home.data ? (
        <div className="mb-8 grid gap-x-8 gap-y-6 lg:grid-cols-3">
          <section className="min-w-0">
            <h2 className="mb-2 text-sm font-semibold">Held, and why</h2>
            <HeldList items={home.data.held} />
          </section>
          <section className="min-w-0">
            <h2 className="mb-2 text-sm font-semibold">Within a day</h2>
            <UpcomingList items={home.data.upcoming} />
          </section>
          <section className="min-w-0">
            <h2 className="mb-2 text-sm font-semibold">Failures of the last 24 hours</h2>
            <FailureList items={home.data.failures} />
          </section>
        </div>
      ) : null}
      {ended.data && ended.data.items.length > 0 ? (
        <section>
          <Heading href="/rollouts" title="Last outcomes" />
          <LastOutcomes rollouts={ended.data.items} />
        </section>
      ) : null}
    </Page>
  )
}

function Heading({ title, href }: { title: string; href: string }) {
  return (
    <div className="mb-2 flex items-center">
      <h2 className="flex-1 text-sm font-semibold">{title}</h2>
      <Link href={href} className="rounded-sm text-xs text-ink-2 hover:text-ink hover:underline">
        See all
      </Link>
    </div>
  )
}
