'use client'

import { useRef } from 'react'
import { cx } from '@/lib/client/cx'
import { formatCount, formatShare } from '@/lib/client/format'
import type { FailureGroupDto } from '@/lib/failures/dto'
import { causeOf } from './words'

/** The groups, largest first; arrows move between them. */
export function GroupList({
  groups,
  total,
  shown,
  onShow,
}: {
  groups: readonly FailureGroupDto[]
  total: number
  shown: string
  onShow: (fingerprint: string) => void
}) {
  const list = useRef<HTMLUListElement>(null)
  const move = (by: number) => {
    const at = groups.findIndex(({ fingerprint }) => fingerprint === shown)
    const next = groups[Math.min(groups.length - 1, Math.max(0, at + by))]
    if (!next) return
    onShow(next.fingerprint)
    list.current?.querySelectorAll('button')[groups.indexOf(next)]?.focus()
  }
  return (
    <ul
      ref={list}
      aria-label="Failures by cause"
      className="self-start overflow-hidden rounded-lg border border-line"
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (by === undefined) return
        event.preventDefault()
        move(by)
      }}
    >
      {groups.map((group) => {
        const on = group.fingerprint === shown
        return (
          <li key={group.fingerprint} className="border-b border-line last:border-0">
            <button
              type="button"
              aria-current={on ? 'true' : undefined}
              onClick={() => onShow(group.fingerprint)}
              className={cx(
                'relative flex w-full gap-3 px-3 py-2.5 text-left outline-offset-[-2px]',
                on ? 'bg-active' : 'hover:bg-hover',
              )}
            >
              {on ? (
                <span className="absolute inset-y-0 left-0 w-0.5 bg-danger-fill" aria-hidden="true" />
              ) : null}
              <span className="w-12 shrink-0 text-right">
                <span className="block text-lg font-semibold tabular-nums">{formatCount(group.count)}</span>
                <span className="block text-2xs text-ink-3 tabular-nums">
                  {formatShare(group.count, total)}
                </span>
              </span>
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2 text-sm font-medium break-words">
                  {group.message || 'No message'}
                </span>
                <span className="mt-0.5 block truncate text-xs text-ink-3">{causeOf(group)}</span>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
