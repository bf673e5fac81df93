'use client'

import { useQuery } from '@tanstack/react-query'
import { Gauge, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { Toolbar, ToolbarSpace } from '@/components/ui/toolbar'
import type { Access } from '@/lib/core/access/permissions'
import type { DisruptionBudgetDto } from '@/lib/disruption/dto'
import { budgetsQuery } from '@/lib/disruption/query-options'
import { BrokenClusters } from './broken-clusters'
import { BudgetItem } from './budget-item'
import { EditBudget } from './edit-budget'

/** What somebody may do with disruption budgets. */
export interface BudgetsAccess {
  write: Access
  acknowledge: Access
}

/** Limits over the whole fleet and all rollouts, with what takes their places now. */
export function BudgetsTab({ access }: { access: BudgetsAccess }) {
  const query = useQuery(budgetsQuery())
  const [editing, setEditing] = useState<DisruptionBudgetDto | 'new' | null>(null)
  const create = (
    <Button
      variant="primary"
      disabledReason={access.write.allowed ? null : access.write.reason}
      onClick={() => setEditing('new')}
    >
      <Plus size={14} aria-hidden="true" /> Create a budget
    </Button>
  )
  return (
    <>
      <QueryView query={query} what="The list of budgets">
        {({ items, broken }) => (
          <div className="flex flex-col gap-5">
            <BrokenClusters broken={broken} access={access.acknowledge} />
            {items.length === 0 ? (
              <EmptyState
                icon={<Gauge size={20} aria-hidden="true" />}
                title="No disruption budgets yet"
                action={create}
              >
                A budget says how many clusters may be in flight or broken at once over all rollouts, such as
                at most 2 per region.
              </EmptyState>
            ) : (
              <div>
                <Toolbar label="Disruption budgets">
                  <p className="min-w-0 flex-1 basis-72 text-sm text-ink-2">
                    Over all rollouts at once. A cluster takes a place while it is in flight, and while it is
                    broken.
                  </p>
                  <ToolbarSpace />
                  {create}
                </Toolbar>
                <ul className="divide-y divide-line border-y border-line">
                  {items.map((budget) => (
                    <BudgetItem
                      key={budget.name}
                      budget={budget}
                      access={access.write}
                      onEdit={() => setEditing(budget)}
                    />
                  ))}
                </ul>
              </div>
            )}
          </div>
        )}
      </QueryView>
      {editing ? (
        <EditBudget budget={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </>
  )
}
