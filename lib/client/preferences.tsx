'use client'

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { rememberInCookie } from './cookies'
import { localZone, type ZoneChoice } from './zone'

export type ThemeChoice = 'system' | 'light' | 'dark'
export type Density = 'comfortable' | 'compact'

/** What one person prefers in this browser; kept in cookies so that the server draws it so at once. */
export interface Preferences {
  theme: ThemeChoice
  density: Density
  zone: ZoneChoice
  /** IANA zone of the browser as it last told; null before its first visit. */
  localZone: string | null
}

interface PreferencesContext extends Preferences {
  /** The zone in which absolute times are written. */
  activeZone: string
  setTheme(theme: ThemeChoice): void
  setDensity(density: Density): void
  setZone(zone: ZoneChoice): void
}

const Context = createContext<PreferencesContext | null>(null)

/** Gives the preferences to all below; `initial` is what the server read from the cookies. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial)

  useEffect(() => {
    const zone = localZone()
    if (zone === initial.localZone) return
    rememberInCookie('local-zone', zone)
    setPreferences((before) => ({ ...before, localZone: zone }))
  }, [initial.localZone])

  const setTheme = useCallback((theme: ThemeChoice) => {
    rememberInCookie('theme', theme)
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    setPreferences((before) => ({ ...before, theme }))
  }, [])

  const setDensity = useCallback((density: Density) => {
    rememberInCookie('density', density)
    if (density === 'compact') document.documentElement.dataset.density = density
    else delete document.documentElement.dataset.density
    setPreferences((before) => ({ ...before, density }))
  }, [])

  const setZone = useCallback((zone: ZoneChoice) => {
    rememberInCookie('zone', zone)
    setPreferences((before) => ({ ...before, zone }))
  }, [])

  const value = useMemo(
    () => ({
      ...preferences,
      activeZone: preferences.zone === 'utc' ? 'UTC' : (preferences.localZone ?? 'UTC'),
      setTheme,
      setDensity,
      setZone,
    }),
    [preferences, setTheme, setDensity, setZone],
  )
  return <Context value={value}>{children}</Context>
}

/** Reads the preferences; throws outside their provider. */
export function usePreferences(): PreferencesContext {
  const context = use(Context)
  if (!context) throw new Error('usePreferences needs a PreferencesProvider above it')
  return context
}
