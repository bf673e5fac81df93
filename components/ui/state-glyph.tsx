import { type Glyph, glyphPaths } from '@/lib/client/glyphs'
import type { Tone } from '@/lib/client/palette'
import type { StateStyle } from '@/lib/client/state-style'

/** The state colours as class names, spelled out so that the style sheet contains them. */
export const toneText: Record<Tone, string> = {
  waiting: 'text-state-waiting',
  held: 'text-state-held',
  running: 'text-state-running',
  verifying: 'text-state-verifying',
  succeeded: 'text-state-succeeded',
  retrying: 'text-state-retrying',
  failed: 'text-state-failed',
  'rolled-back': 'text-state-rolled-back',
  skipped: 'text-state-skipped',
}

export const toneFill: Record<Tone, string> = {
  waiting: 'bg-state-waiting',
  held: 'bg-state-held',
  running: 'bg-state-running',
  verifying: 'bg-state-verifying',
  succeeded: 'bg-state-succeeded',
  retrying: 'bg-state-retrying',
  failed: 'bg-state-failed',
  'rolled-back': 'bg-state-rolled-back',
  skipped: 'bg-state-skipped',
}

/** Draws a glyph in its tone; decoration only, so say the state in words beside it or in a label. */
export function StateGlyph({ style, size = 12 }: { style: StateStyle; size?: number }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width={size}
      height={size}
      aria-hidden="true"
      className={`inline-block shrink-0 ${glyphTone(style)}`}
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {glyphPaths[style.glyph].map((path) => (
        <path
          key={path.d}
          d={path.d}
          fill={path.paint === 'fill' ? 'currentColor' : 'none'}
          stroke={
            path.paint === 'fill' ? 'none' : path.paint === 'cut' ? 'var(--color-canvas)' : 'currentColor'
          }
          strokeWidth={path.width}
        />
      ))}
    </svg>
  )
}

/** Lone outlines of waiting would vanish (1.4:1 by intent, as an area); drawn as a line it needs 3:1. */
const glyphTone = ({ tone, glyph }: { tone: Tone; glyph: Glyph }): string =>
  tone === 'waiting' && glyph === 'hollow' ? 'text-control' : toneText[tone]
