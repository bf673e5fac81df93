'use client'

import { Menu as MenuIcon, Search } from 'lucide-react'
import { useState } from 'react'
import { type LineAccess, LineControl } from '@/components/line/line-control'
import { IconButton } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { showOverlay } from '@/lib/client/overlay-store'
import { Breadcrumbs } from './breadcrumbs'
import { MobileNav } from './mobile-nav'
import { type Person, UserMenu } from './user-menu'
import { ZoneSwitch } from './zone-switch'

/** Where one is, the way to anywhere else, the stop of the line, and who one is. */
export function TopBar({ person, line }: { person: Person; line: LineAccess | null }) {
  const [open, setOpen] = useState(false)
  return (
    <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-canvas px-4 md:px-6">
      <span className="-ml-2 md:hidden">
        <IconButton label="Menu" onClick={() => setOpen(true)}>
          <MenuIcon size={18} aria-hidden="true" />
        </IconButton>
      </span>
      <MobileNav open={open} onOpenChange={setOpen} />
      <Breadcrumbs />
      <button
        type="button"
        onClick={() => showOverlay('palette')}
        className="ml-auto hidden h-8 w-56 items-center gap-2 rounded-md bg-sunken px-2.5 text-xs text-ink-3 ring-1 ring-line ring-inset hover:text-ink lg:flex"
      >
        <Search size={14} aria-hidden="true" />
        <span className="flex-1 text-left">Go to anything…</span>
        <Kbd keys="mod+k" />
      </button>
      <span className="ml-auto lg:hidden">
        <IconButton label="Go to anything" shortcut="mod+k" onClick={() => showOverlay('palette')}>
          <Search size={16} aria-hidden="true" />
        </IconButton>
      </span>
      {line ? <LineControl access={line} /> : null}
      <ZoneSwitch />
      <UserMenu person={person} />
    </header>
  )
}
