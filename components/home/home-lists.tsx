'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Time } from '@/components/ui/time'
import { formatCount, formatNoun, formatShare } from '@/lib/client/format'
import type { DayFailuresDto, HeldDto, UpcomingDto } from '@/lib/home/dto'

const shownMax = 8
const rowClass = 'relative flex flex-col gap-0.5 py-2.5 hover:bg-hover'
const linkClass = 'block truncate rounded-sm font-medium after:absolute after:inset-0'

/** What holds which rollout, since when, and who can end it. */
export function HeldList({ items }: { items: readonly HeldDto[] }) {
  return (
    <Rows none="Nothing is held." more={items.length - shownMax}>
      {items.slice(0, shownMax).map((item) => (
        <li key={`${item.rollout} ${item.kind} ${item.message}`} className={rowClass}>
          <Link href={`/rollouts/${item.rollout}`} className={linkClass}>
            {item.title}
          </Link>
          <p className="text-pretty text-ink-2">{item.message}</p>
          <p className="text-xs text-ink-3">
            {[
              item.targets !== null ? formatNoun(item.targets, 'cluster') : null,
              item.unblockedBy ?? 'ends by itself',
            ]
              .filter(Boolean)
              .join(' · ')}
            {item.since ? (
              <>
                {' · since '}
                <Time at={item.since} />
              </>
            ) : null}
          </p>
        </li>
      ))}
    </Rows>
  )
}

/** What begins or ends within the next day, soonest first. */
export function UpcomingList({ items }: { items: readonly UpcomingDto[] }) {
  return (
    <Rows none="Nothing opens, expires or freezes within a day." more={items.length - shownMax}>
      {items.slice(0, shownMax).map((item) => (
        <li key={`${item.at} ${item.what} ${item.title}`} className={rowClass}>
          <span className="flex items-baseline gap-3">
            {item.rollout ? (
              <Link href={`/rollouts/${item.rollout}`} className={`${linkClass} flex-1`}>
                {item.title}
              </Link>
            ) : (
              <span className="flex-1 truncate font-medium">{item.title}</span>
            )}
            <span className="shrink-0 text-xs text-ink-2">
              <Time at={item.at} />
            </span>
          </span>
          <span className="flex flex-wrap items-baseline gap-x-3 text-xs text-ink-3">
            <span className="min-w-0 flex-1 text-pretty">{item.what}</span>
            <Time at={item.at} format="absolute" seconds={false} />
          </span>
        </li>
      ))}
    </Rows>
  )
}

/** Failures in rollouts of the last day, most first. */
export function FailureList({ items }: { items: readonly DayFailuresDto[] }) {
  return (
    <Rows none="No cluster has failed in the rollouts of the last 24 hours." more={0}>
      {items.map(({ rollout, title, failed, total }) => (
        <li key={rollout} className={`${rowClass} sm:flex-row sm:items-baseline sm:gap-3`}>
          <Link href={`/rollouts/${rollout}?tab=targets&state=failed`} className={`${linkClass} flex-1`}>
            {title}
          </Link>
          <span className="text-xs text-danger tabular-nums">
            {formatCount(failed)} failed ({formatShare(failed, total)})
          </span>
        </li>
      ))}
    </Rows>
  )
}

function Rows({ none, more, children }: { none: string; more: number; children: ReactNode[] }) {
  if (children.length === 0) return <p className="border-t border-line py-2.5 text-ink-3">{none}</p>
  return (
    <ul className="divide-y divide-line border-t border-line text-sm">
      {children}
      {more > 0 ? <li className="py-2 text-xs text-ink-3">and {formatCount(more)} more</li> : null}
    </ul>
  )
}
