'use client'

import { Clock } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Time } from '@/components/ui/time'
import type { InboxItemDto } from '@/lib/approvals/dto'
import { inboxPath } from '@/lib/approvals/query-options'

/** One approval in a list: the question, of which rollout, until when. */
export function InboxItem({ item }: { item: InboxItemDto }) {
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-72">
        <Link
          href={inboxPath(item)}
          className="rounded-sm font-medium text-pretty after:absolute after:inset-0"
        >
          {item.question}
        </Link>
        <p className="text-xs text-ink-2">
          {item.operation} · {item.rolloutTitle} · launched by {item.launchedBy}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 text-xs text-ink-2">
        {item.mine ? null : <Badge>not yours</Badge>}
        <span className="tabular-nums">
          {item.approved} of {item.needed} approved
        </span>
        {item.expiresAt ? (
          <span className="inline-flex items-center gap-1">
            <Clock size={12} aria-hidden="true" /> expires <Time at={item.expiresAt} />
          </span>
        ) : null}
      </div>
    </li>
  )
}
