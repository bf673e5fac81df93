'use client'

import { useRouter } from 'next/navigation'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { showOverlay, useOverlay } from '@/lib/client/overlay-store'
import { type Shortcut, useShortcut, useShortcutList } from '@/lib/client/shortcuts'
import { navItems } from './nav-items'

const everywhere = 'Everywhere'

/** The sheet of shortcuts on `?`, and the shortcuts that work on every page. */
export function KeyboardHelp() {
  const open = useOverlay() === 'keyboard'
  const shortcuts = useShortcutList()
  useShortcut({ keys: '?', description: 'Show this sheet', section: everywhere }, () =>
    showOverlay('keyboard'),
  )
  useShortcut({ keys: 'mod+k', description: 'Go to anything', section: everywhere }, () =>
    showOverlay('palette'),
  )
  useShortcut({ keys: '/', description: 'Search on this page', section: everywhere }, focusSearch)
  const sections = [...new Set([everywhere, ...shortcuts.map(({ section }) => section)])]
  return (
    <>
      {navItems.map((item) => (
        <GoTo key={item.href} href={item.href} keys={`g ${item.key}`} label={item.label} />
      ))}
      <GoTo href="/rollouts/new" keys="c" label="Compose a rollout" />
      <Dialog
        open={open}
        onOpenChange={(next) => showOverlay(next ? 'keyboard' : null)}
        title="Keyboard"
        size="lg"
      >
        <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
          {sections.map((section) => (
            <Section
              key={section}
              name={section}
              shortcuts={shortcuts.filter((one) => one.section === section)}
            />
          ))}
        </div>
      </Dialog>
    </>
  )
}

function GoTo({ href, keys, label }: { href: string; keys: string; label: string }) {
  const router = useRouter()
  useShortcut({ keys, description: label, section: 'Go to' }, () => router.push(href))
  return null
}

function focusSearch(): void {
  document.querySelector<HTMLElement>('[data-search]')?.focus()
}

function Section({ name, shortcuts }: { name: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section>
      <h3 className="mb-2 text-xs font-medium text-ink-3">{name}</h3>
      <ul className="flex flex-col gap-1.5">
        {shortcuts.map((shortcut) => (
          <li key={shortcut.keys} className="flex items-center justify-between gap-4">
            <span>{shortcut.description}</span>
            <Kbd keys={shortcut.keys} />
          </li>
        ))}
      </ul>
    </section>
  )
}
