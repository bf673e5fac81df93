'use client'

import { Fragment, type ReactNode, useCallback, useEffect, useState } from 'react'
import { Page } from '@/components/layout/page'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { formatCount } from '@/lib/client/format'
import type { RolloutDto } from '@/lib/rollouts/dto'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { AmendmentCall } from './amend/amendment-call'
import { Announcer } from './announcer'
import { ClusterDrawer } from './drawer/cluster-drawer'
import { FailureKeys } from './failure-keys'
import { FailuresTab } from './failures/failures-tab'
import { StaleBanner } from './header/connection-chip'
import type { Rights } from './header/controls'
import { LiveHeader } from './header/live-header'
import { LiveProvider, useHeader, useStore } from './live-context'
import { MapTab } from './map/map-tab'
import { AuditTab } from './tabs/audit-tab'
import { EventsTab } from './tabs/events-tab'
import { GateCalls } from './tabs/gate-call'
import { OverviewTab } from './tabs/overview-tab'
import { PlanTab } from './tabs/plan-tab'
import { TargetsTab } from './targets/targets-tab'
import { TimelineTab } from './timeline/timeline-tab'
import { useFailedCount } from './use-tallies'
import { useView } from './use-view'

/** The page of one rollout: how it goes, from one sentence down to one line of one cluster's log. */
export function LiveRollout({ initial, rights }: { initial: RolloutDto; rights: Rights }) {
  return (
    <LiveProvider initial={initial}>
      <Content rights={rights} />
    </LiveProvider>
  )
}

function Content({ rights }: { rights: Rights }) {
  const [view, change] = useView()
  const store = useStore()
  const rollout = useHeader()
  const [gate, setGate] = useState<string | null>(null)
  const failed = useFailedCount()
  const close = useCallback(() => change({ cluster: null }), [change])
  useTitle(rollout.title)
  return (
    <Page wide>
      <StaleBanner />
      <LiveHeader rights={rights} />
      <GateCalls shown={gate} onShow={setGate} />
      <AmendmentCall />
      <Tabs
        value={view.tab}
        onChange={(tab) => change({ tab })}
        tabs={[
          {
            value: 'overview',
            label: 'Overview',
            content: <OverviewTab view={view} change={change} rights={rights} />,
          },
          {
            value: 'map',
            label: 'Map',
            content: withStore(store, (store) => <MapTab store={store} view={view} change={change} />),
          },
          {
            value: 'timeline',
            label: 'Timeline',
            content: withStore(store, (store) => (
              <TimelineTab store={store} view={view} change={change} rights={rights} />
            )),
          },
          {
            value: 'targets',
            label: 'Clusters',
            content: withStore(store, (store) => (
              <TargetsTab store={store} view={view} change={change} rights={rights} />
            )),
          },
          {
            value: 'failures',
            label: 'Failures',
            ...(failed > 0 && { count: formatCount(failed) }),
            content: withStore(store, (store) => (
              <FailuresTab store={store} view={view} change={change} rights={rights} />
            )),
          },
          { value: 'events', label: 'Events', content: <EventsTab change={change} /> },
          { value: 'plan', label: 'Plan', content: <PlanTab /> },
          { value: 'audit', label: 'Audit', content: <AuditTab refusal={rights.audit} /> },
        ]}
      />
      {store ? <ClusterDrawer store={store} cluster={view.cluster} rights={rights} onClose={close} /> : null}
      {store && view.tab !== 'map' && view.tab !== 'overview' ? (
        <FailureKeys store={store} open={view.cluster} onOpen={(cluster) => change({ cluster })} />
      ) : null}
      <Announcer />
    </Page>
  )
}

/** Draws what needs the targets, their place until they are there, or why there are none. */
function withStore(store: RolloutStore | null, draw: (store: RolloutStore) => ReactNode) {
  if (!store) return <Skeleton className="h-96" />
  if (store.columns.size === 0) {
    return (
      <EmptyState title="No clusters">
        The selection took no cluster into any phase; the plan says why.
      </EmptyState>
    )
  }
  // After an amendment targets stand elsewhere: what is drawn by their number is drawn from the beginning.
  return <Fragment key={store.roster.planHash}>{draw(store)}</Fragment>
}

/** Keeps the name of the tab with the rollout's title, which may be edited. */
function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Cluster Upgrader`
  }, [title])
}
