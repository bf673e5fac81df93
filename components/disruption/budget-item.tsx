'use client'

import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Time } from '@/components/ui/time'
import { api } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import type { Access } from '@/lib/core/access/permissions'
import type { DisruptionBudgetDto } from '@/lib/disruption/dto'
import { GroupUse } from './group-use'
import { limitWords } from './limit-text'

const groupsMax = 12

/** One budget: what it counts, its limit, and the use of each group, the fullest first. */
export function BudgetItem({
  budget,
  access,
  onEdit,
}: {
  budget: DisruptionBudgetDto
  access: Access
  onEdit: () => void
}) {
  const [asking, setAsking] = useState(false)
  const [all, setAll] = useState(false)
  const { name, title, select, by, max, enabled, groups, updatedBy, updatedAt } = budget
  const remove = useAct({
    run: () => api<undefined>('DELETE', `/api/v1/disruption-budgets/${name}`),
    done: () => `${title} is deleted`,
    refused: 'Could not delete the budget',
    changes: [['disruption'], ['rollouts'], ['home']],
  })
  const refusal = access.allowed ? null : access.reason
  const shown = all ? groups : groups.slice(0, groupsMax)
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="flex flex-wrap items-center gap-x-2 text-sm font-semibold break-words">
            {title} <span className="ident font-normal text-ink-3">{name}</span>
            {enabled ? null : <Badge>off</Badge>}
          </h2>
          <p className="text-sm text-ink-2">
            At most {limitWords(max)} at once
            {by.length > 0 ? (
              <>
                {' '}
                for each <span className="ident">{by.join(', ')}</span>
              </>
            ) : null}
          </p>
          <p className="text-xs break-words text-ink-3">
            {select === 'true' ? 'The whole fleet' : <code className="ident">{select}</code>} · changed by{' '}
            {updatedBy} <Time at={updatedAt} />
          </p>
        </div>
        <span className="inline-flex gap-2">
          <Button size="sm" disabledReason={refusal} onClick={onEdit}>
            Edit
          </Button>
          <Button size="sm" disabledReason={refusal} onClick={() => setAsking(true)}>
            Delete
          </Button>
        </span>
      </div>
      <ul
        aria-label={`Use of ${title}`}
        className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-3"
      >
        {shown.map((group) => (
          <GroupUse key={group.group.join(' ')} group={group} />
        ))}
      </ul>
      {groups.length > groupsMax ? (
        <div>
          <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
            {all ? 'Only the fullest' : `All ${groups.length} groups`}
          </Button>
        </div>
      ) : null}
      <Dialog
        size="sm"
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${title}?`}
        description="What waits for its places goes on at once, where nothing else holds it."
        footer={
          <>
            <Button variant="ghost" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
              Delete the budget
            </Button>
          </>
        }
      />
    </li>
  )
}
