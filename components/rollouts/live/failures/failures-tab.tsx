'use client'

import { CircleCheck } from 'lucide-react'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryView } from '@/components/ui/query-view'
import { formatNoun } from '@/lib/client/format'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { Rights } from '../header/controls'
import type { ViewState } from '../view-state'
import { GroupDetail } from './group-detail'
import { GroupList } from './group-list'
import { useFailures } from './use-failures'

/** What failed, by cause: what each group has in common, and what one can do with all of it at once. */
export function FailuresTab({
  store,
  view,
  change,
  rights,
}: {
  store: RolloutStore
  view: ViewState
  change: (next: Partial<ViewState>) => void
  rights: Rights
}) {
  const query = useFailures(store)
  return (
    <QueryView query={query} what="The failures" rows={8}>
      {({ groups, total, tried }) => {
        const [first] = groups
        if (!first) {
          return (
            <EmptyState icon={<CircleCheck size={20} aria-hidden="true" />} title="Nothing has failed">
              Failures stand here by cause as soon as there are any.
            </EmptyState>
          )
        }
        // The group that was looked at may have been retried away meanwhile.
        const shown = groups.find(({ fingerprint }) => fingerprint === view.failure) ?? first
        return (
          <>
            <p className="mb-3 text-xs text-ink-3">
              {formatNoun(total, 'failed cluster')} in {formatNoun(groups.length, 'group')} of one cause each:
              the same step, in the same words.
            </p>
            <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(17rem,22rem)_minmax(0,1fr)]">
              <GroupList
                groups={groups}
                total={total}
                shown={shown.fingerprint}
                onShow={(failure) => change({ failure })}
              />
              <GroupDetail
                key={shown.fingerprint}
                store={store}
                group={shown}
                tried={tried}
                rights={rights}
                change={change}
              />
            </div>
          </>
        )
      }}
    </QueryView>
  )
}
