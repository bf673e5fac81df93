'use client'

import { usePathname } from 'next/navigation'
import { useMemo } from 'react'
import { api, messageOf } from '@/lib/client/api'
import { usePreferences } from '@/lib/client/preferences'
import { toastDone, toastFailed } from '@/lib/client/toasts'
import { selectorOfNames } from '@/lib/fleet/filter-selector'
import type { Place } from './palette-places'

/** What the palette can do: to what the page is about, and to how the console looks. */
export function usePaletteActions(): readonly Place[] {
  const path = usePathname()
  const { density, setDensity, setTheme, zone, setZone } = usePreferences()
  return useMemo(() => {
    const look = (name: string, run: () => void): Place => ({
      name,
      kind: 'setting',
      href: '#',
      mono: false,
      run,
    })
    return [
      ...actionsOn(path),
      look(density === 'compact' ? 'Comfortable density' : 'Compact density', () =>
        setDensity(density === 'compact' ? 'comfortable' : 'compact'),
      ),
      look('Light theme', () => setTheme('light')),
      look('Dark theme', () => setTheme('dark')),
      look('Theme of the system', () => setTheme('system')),
      look(zone === 'utc' ? 'Times in my zone' : 'Times in UTC', () =>
        setZone(zone === 'utc' ? 'local' : 'utc'),
      ),
    ]
  }, [path, density, setDensity, setTheme, zone, setZone])
}

/** Lists what can be done with the thing that a page is about; nothing on pages about nothing single. */
export function actionsOn(path: string): Place[] {
  const [, noun, given] = path.split('/')
  if (!given || given === 'new' || given === 'compare') return []
  const name = decodeURIComponent(given)
  const to = (label: string, href: string): Place => ({ name: label, kind: 'action', href, mono: false })
  switch (noun) {
    case 'rollouts':
      return [
        { name: 'Pause this rollout', kind: 'action', href: path, mono: false, run: () => void pause(given) },
        to('Change the rest of this rollout', `/rollouts/${given}?amend=1`),
        to('Resume this rollout', `/rollouts/${given}?ask=resume`),
        to('Abort this rollout', `/rollouts/${given}?ask=abort`),
        to('Roll back this rollout', `/rollouts/${given}?ask=rollback`),
        to('Failed clusters of this rollout', `/rollouts/${given}?tab=targets&state=failed`),
        to('Replay this rollout', `/rollouts/${given}/replay`),
      ]
    case 'clusters':
      return [
        to(
          'Start a rollout on this cluster',
          `/rollouts/new?select=${encodeURIComponent(selectorOfNames([name]))}`,
        ),
      ]
    case 'policies':
      return [to('Start a rollout with this policy', `/rollouts/new?policy=${given}`)]
    case 'operations':
      return [to('Start a rollout of this operation', `/rollouts/new?operation=${given}`)]
    default:
      return []
  }
}

/** Pausing is always one step; what is in flight finishes. */
async function pause(id: string): Promise<void> {
  try {
    await api('POST', `/api/v1/rollouts/${id}/pause`, { body: {} })
    toastDone('Paused', 'What is in flight finishes; nothing new starts.')
  } catch (error) {
    toastFailed('Could not pause', messageOf(error))
  }
}
