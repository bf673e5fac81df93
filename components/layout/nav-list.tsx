'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { cx } from '@/lib/client/cx'
import { isIn, navItems } from './nav-items'
import { useInboxCount } from './use-inbox-count'

/** The places of the console; `compact` shows icons alone below 1024 px. */
export function NavList({ compact = false, onGo }: { compact?: boolean; onGo?: () => void }) {
  const path = usePathname()
  const waiting = useInboxCount()
  // Reading all places ahead costs twenty requests on every page; the one that is pointed at comes just as soon.
  const [meant, setMeant] = useState<string | null>(null)
  return (
    <ul className="flex flex-col gap-0.5">
      {navItems.map(({ href, label, icon: Icon }) => {
        const here = isIn(path, href)
        const count = href === '/approvals' ? waiting : 0
        return (
          <li key={href}>
            <Link
              href={href}
              prefetch={meant === href ? null : false}
              onPointerEnter={() => setMeant(href)}
              onFocus={() => setMeant(href)}
              onClick={onGo}
              aria-current={here ? 'page' : undefined}
              title={compact ? label : undefined}
              className={cx(
                'group relative flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium',
                here ? 'bg-active text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
                compact && 'max-lg:size-9 max-lg:justify-center max-lg:px-0',
              )}
            >
              <Icon
                size={16}
                strokeWidth={1.75}
                aria-hidden="true"
                className={here ? 'text-ink' : 'text-ink-3'}
              />
              <span className={cx('flex-1', compact && 'max-lg:sr-only')}>{label}</span>
              {count > 0 ? (
                <span
                  className={cx(
                    'min-w-5 rounded-full bg-accent px-1.5 text-center text-2xs leading-4.5 font-semibold text-ink-inverse tabular-nums',
                    compact &&
                      'max-lg:absolute max-lg:-top-0.5 max-lg:-right-1 max-lg:min-w-4 max-lg:px-1 max-lg:leading-4',
                  )}
                >
                  {count}
                  <span className="sr-only"> waiting for you</span>
                </span>
              ) : null}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
