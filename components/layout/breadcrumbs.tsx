'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '@/lib/client/cx'
import { isIn, navItems } from './nav-items'

/** The way from the place in the rail down to this page, read off the address. */
export function Breadcrumbs() {
  const path = usePathname()
  const place = navItems.find((item) => item.href !== '/' && isIn(path, item.href))
  if (!place) return <span className="text-sm font-medium">{path === '/' ? 'Home' : ''}</span>
  const rest = path
    .slice(place.href.length)
    .split('/')
    .filter((part) => part !== '')
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        <li className="shrink-0">
          {rest.length === 0 ? (
            <span aria-current="page" className="font-medium">
              {place.label}
            </span>
          ) : (
            <Link href={place.href} prefetch={false} className="rounded-sm text-ink-2 hover:text-ink">
              {place.label}
            </Link>
          )}
        </li>
        {rest.map((part, index) => {
          const last = index === rest.length - 1
          const href = hrefOf(place.href, rest, index)
          return (
            // The page's own name gives way last; on a phone what lies between has no room at all.
            <li
              key={href}
              className={cx(
                'flex min-w-0 items-center gap-1.5',
                last ? 'shrink' : 'shrink-[9999] max-sm:hidden',
              )}
            >
              <span aria-hidden="true" className="text-ink-3">
                /
              </span>
              {last ? (
                <span aria-current="page" className="truncate font-medium">
                  {nameOf(place.href, part, index)}
                </span>
              ) : (
                <Link href={href} prefetch={false} className="truncate rounded-sm text-ink-2 hover:text-ink">
                  {nameOf(place.href, part, index)}
                </Link>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** An approval lies under its rollout, which has its page elsewhere. */
const hrefOf = (place: string, parts: readonly string[], index: number): string =>
  `${place === '/approvals' && index === 0 ? '/rollouts' : place}/${parts.slice(0, index + 1).join('/')}`

/** A gate has no name of its own: what is there is the decision about it. */
const nameOf = (place: string, part: string, index: number): string =>
  place === '/approvals' && index === 1 ? 'decision' : decode(part)

/** Somebody may type an address that is no valid encoding; it is shown as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
