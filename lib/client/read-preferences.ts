import type { PreferenceCookie } from './cookies'
import type { Preferences } from './preferences'

/** Reads the preferences out of cookies; what is missing or not understood is the default. */
export function readPreferences(read: (name: PreferenceCookie) => string | undefined): Preferences {
  const theme = read('theme')
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    density: read('density') === 'compact' ? 'compact' : 'comfortable',
    zone: read('zone') === 'utc' ? 'utc' : 'local',
    localZone: knownZone(read('local-zone')),
  }
}

/** A cookie can hold anything; a zone that Intl does not know would fail every time on the page. */
function knownZone(value: string | undefined): string | null {
  if (!value) return null
  try {
    const zone = decodeURIComponent(value)
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return null
  }
}
