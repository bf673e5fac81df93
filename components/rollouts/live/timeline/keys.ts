import type { Stretch } from '../view-state'
import { atX, pan, type Scale, toX, type Window, zoom } from './window'

/** What a key does on the timeline: another window, or another chosen stretch. */
export type KeyAct = { readonly window: Window } | { readonly active: Stretch | null }

export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const panPx = 80
const brushPx = 24

/**
 * Reads a key: arrows move, plus and minus zoom, F follows the present. B chooses the middle third of what is
 * shown; then Shift and arrows move that stretch, Alt and arrows its end, Escape lets it go. Null = no key of ours.
 */
export function readKey(
  { key, shiftKey, altKey }: KeyPress,
  scale: Scale,
  active: Stretch | null,
): KeyAct | null {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (direction !== undefined) {
    if (active && shiftKey) return { active: moved(scale, active, direction * brushPx, direction * brushPx) }
    if (active && altKey) return { active: moved(scale, active, 0, direction * brushPx) }
    return { window: pan(scale, direction * panPx) }
  }
  const middle = scale.width / 2
  switch (key.toLowerCase()) {
    case '+':
    case '=':
      return { window: zoom(scale, middle, 0.6) }
    case '-':
      return { window: zoom(scale, middle, 1.6) }
    case 'f':
      return { window: null }
    case 'b':
      return { active: between(scale, scale.width / 3, (scale.width * 2) / 3) }
    case 'escape':
      return active ? { active: null } : null
    default:
      return null
  }
}

function moved(scale: Scale, { from, to }: Stretch, byFrom: number, byTo: number): Stretch {
  return between(scale, toX(scale, from) + byFrom, toX(scale, to) + byTo)
}

function between(scale: Scale, left: number, right: number): Stretch {
  const from = Math.round(atX(scale, left))
  return { from, to: Math.max(from + 1, Math.round(atX(scale, right))) }
}
