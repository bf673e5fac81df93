'use client'

import { type BudgetsAccess, BudgetsTab } from '@/components/disruption/budgets-tab'
import { Page } from '@/components/layout/page'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { useUrlParam } from '@/lib/client/use-url-param'
import type { Access } from '@/lib/core/access/permissions'
import { FreezesTab } from './freezes-tab'

/** What somebody may do with freezes. */
export interface FreezesAccess {
  write: Access
  override: Access
}

/** What keeps rollouts from starting, over the whole fleet: freezes, and disruption budgets. */
export function FreezesView({ access, budgets }: { access: FreezesAccess; budgets: BudgetsAccess }) {
  const [tab, setTab] = useUrlParam('tab')
  return (
    <Page>
      <PageHeader title="Freezes" meta="What keeps rollouts from starting. What is in flight finishes." />
      <Tabs<'freezes' | 'budgets'>
        value={tab === 'budgets' ? 'budgets' : 'freezes'}
        onChange={(value) => setTab(value === 'freezes' ? null : value)}
        tabs={[
          { value: 'freezes', label: 'Freezes', content: <FreezesTab access={access} /> },
          { value: 'budgets', label: 'Disruption budgets', content: <BudgetsTab access={budgets} /> },
        ]}
      />
    </Page>
  )
}
