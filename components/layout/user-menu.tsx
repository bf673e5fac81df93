'use client'

import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { signOut } from 'next-auth/react'
import type { ReactNode } from 'react'
import { Menu, MenuGroup, MenuItem, MenuRadioGroup, MenuSeparator } from '@/components/ui/menu'
import { densityChoices, themeChoices } from '@/lib/client/looks'
import { type ThemeChoice, usePreferences } from '@/lib/client/preferences'
import { toastFailed } from '@/lib/client/toasts'
import type { ZoneChoice } from '@/lib/client/zone'

/** Whoever is signed in, as the frame shows them; null on a page that asks nobody. */
export type Person = { name: string; roles: readonly string[] } | null

const themeIcons: Record<ThemeChoice, ReactNode> = {
  system: <Monitor size={14} aria-hidden="true" />,
  light: <Sun size={14} aria-hidden="true" />,
  dark: <Moon size={14} aria-hidden="true" />,
}
const themes = themeChoices.map((choice) => ({ ...choice, icon: themeIcons[choice.value] }))

/** Who one is and what one may be called to do, the theme, the zone of times, and the way out. */
export function UserMenu({ person }: { person: Person }) {
  const { theme, setTheme, density, setDensity, zone, setZone, localZone } = usePreferences()
  if (!person) return null
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Signed in as ${person.name}`}
          className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent uppercase hover:ring-2 hover:ring-line-strong data-popup-open:ring-2 data-popup-open:ring-line-strong"
        >
          {person.name.slice(0, 2)}
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate text-sm font-medium">{person.name}</p>
        <p className="text-xs text-ink-3">{person.roles.join(', ') || 'no role yet'}</p>
      </div>
      <MenuSeparator />
      <MenuGroup label="Theme">
        <MenuRadioGroup value={theme} onChange={setTheme} options={themes} />
      </MenuGroup>
      <MenuGroup label="Density">
        <MenuRadioGroup value={density} onChange={setDensity} options={densityChoices} />
      </MenuGroup>
      <MenuGroup label="Times">
        <MenuRadioGroup<ZoneChoice>
          value={zone}
          onChange={setZone}
          options={[
            { value: 'local', label: localZone ?? 'Your zone' },
            { value: 'utc', label: 'UTC' },
          ]}
        />
      </MenuGroup>
      <MenuSeparator />
      <MenuItem icon={<LogOut size={14} aria-hidden="true" />} onSelect={leave}>
        Sign out
      </MenuItem>
    </Menu>
  )
}

function leave(): void {
  signOut({ redirect: false }).then(
    () => window.location.assign('/sign-in'),
    () => toastFailed('Could not sign out', 'The server cannot be reached; you are still signed in.'),
  )
}
