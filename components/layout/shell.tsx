import Link from 'next/link'
import type { ReactNode } from 'react'
import { ApprovalNotifier } from '@/components/approvals/notifier'
import { LineBanner } from '@/components/line/line-banner'
import type { LineAccess } from '@/components/line/line-control'
import { RolloutNotifier } from '@/components/rollouts/rollout-notifier'
import { WalkCoach } from '@/components/walk/walk-coach'
import { ConnectionBanner } from './connection-banner'
import { KeyboardHelp } from './keyboard-help'
import { Mark } from './mark'
import { NavList } from './nav-list'
import { Palette } from './palette'
import { TopBar } from './top-bar'
import { UpdatedBanner } from './updated-banner'
import type { Person } from './user-menu'

/** The frame of the console: rail, top bar, banners, and the page. Draws only; pages authorise themselves. */
export function Shell({
  person,
  line,
  children,
}: {
  person: Person
  /** What one may do to the line; null = nobody is known. */
  line: LineAccess | null
  children: ReactNode
}) {
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-inverse px-3 py-2 text-ink-inverse focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <nav
        aria-label="Main"
        className="sticky top-0 hidden h-dvh shrink-0 flex-col gap-3 border-r border-line bg-sunken p-3 md:flex md:max-lg:w-15 lg:w-54"
      >
        <Link
          href="/"
          prefetch={false}
          aria-label="Cluster Upgrader, home"
          className="flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-semibold tracking-tight max-lg:justify-center max-lg:px-0"
        >
          <Mark size={20} />
          <span className="max-lg:hidden">Cluster Upgrader</span>
        </Link>
        <NavList compact />
      </nav>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar person={person} line={line} />
        {line ? <LineBanner access={line} /> : null}
        <UpdatedBanner />
        <ConnectionBanner />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
      <Palette />
      <KeyboardHelp />
      <WalkCoach />
      <ApprovalNotifier />
      {person ? <RolloutNotifier username={person.name} /> : null}
    </div>
  )
}
