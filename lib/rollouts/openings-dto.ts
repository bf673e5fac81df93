import type { ResolvedWindow } from '@/lib/core/policy/resolved'
import { nextOpenings } from '@/lib/core/shared/weekly-window'
import type { OpeningDto } from './dto'

/** How many times that a window is open are shown ahead. */
const shownMax = 5

/** Shows the next five times that a window is open, the present one first. */
export const openingsDto = (window: ResolvedWindow, now: number): OpeningDto[] =>
  nextOpenings(window, now, shownMax).map(({ opensAt, closesAt }) => ({
    opensAt: new Date(opensAt).toISOString(),
    closesAt: new Date(closesAt).toISOString(),
  }))
