import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { StillAt } from '@/lib/client/now'
import { PreferencesProvider } from '@/lib/client/preferences'
import { Elapsed, Time } from './time'

const at = '2030-01-02T03:04:05.000Z'
const minutesLater = (minutes: number) => Date.parse(at) + minutes * 60_000
const preferences = {
  theme: 'light',
  density: 'comfortable',
  zone: 'local',
  localZone: 'Europe/Berlin',
} as const

const wordsOf = (node: React.ReactNode): string =>
  renderToStaticMarkup(<PreferencesProvider initial={preferences}>{node}</PreferencesProvider>).replaceAll(
    /<[^>]*>/g,
    '',
  )

describe('a time', () => {
  it('is told from the instant of what is shown, where that is old: its clock stands still', () => {
    const said = (still: number) =>
      wordsOf(
        <StillAt value={still}>
          <Time at={at} /> <Elapsed from={at} to={null} />
        </StillAt>,
      )
    expect(said(minutesLater(3))).toBe('3 min ago 3 min')
    expect(said(minutesLater(120))).toBe('2 h ago 2 h')
  })

  it('names its zone, and UTC beside it where both are wanted', () => {
    const still = minutesLater(0)
    const absolute = (utc: boolean) =>
      wordsOf(
        <StillAt value={still}>
          <Time at={at} format="absolute" seconds={false} utc={utc} />
        </StillAt>,
      )
    expect(absolute(false)).toBe('2 Jan 04:04CET')
    expect(absolute(true)).toBe('2 Jan 04:04CET = 2 Jan 03:04UTC')
  })
})
