'use client'

import { Page } from '@/components/layout/page'
import { PageHeader } from '@/components/ui/page-header'
import type { Access } from '@/lib/core/access/permissions'
import { FreezesTab } from './freezes-tab'

/** What somebody may do on this page. */
export interface FreezesAccess {
  write: Access
  override: Access
}

/** What keeps rollouts from starting, now and in the weeks to come. */
export function FreezesView({ access }: { access: FreezesAccess }) {
  return (
    <Page>
      <PageHeader
        title="Freezes"
        meta="While a freeze holds, nothing new starts on its clusters. What is in flight finishes."
      />
      <FreezesTab access={access} />
    </Page>
  )
}
