import type { ReactNode } from 'react'
import type { StateStyle } from '@/lib/client/state-style'
import { StateGlyph } from './state-glyph'

const tones = {
  neutral: 'bg-hover text-ink-2',
  accent: 'bg-accent-soft text-accent',
  danger: 'bg-danger-soft text-danger',
  warning: 'bg-warning-soft text-warning',
  success: 'bg-success-soft text-success',
  outline: 'text-ink-2 ring-1 ring-inset ring-line-strong',
} as const

export type BadgeTone = keyof typeof tones

/** A short word in a box: a role, a count, a kind. */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-2xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  )
}

/** A state as glyph and word; `detail` continues it quietly ("Paused · failure budget spent"). */
export function StateBadge({
  style,
  detail,
  size = 'md',
}: {
  style: StateStyle
  detail?: ReactNode
  size?: 'sm' | 'md'
}) {
  return (
    <span
      className={`inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap ${size === 'sm' ? 'text-xs' : 'text-sm'}`}
    >
      <StateGlyph style={style} size={size === 'sm' ? 10 : 12} />
      <span className="font-medium">{style.label}</span>
      {detail ? <span className="truncate text-ink-3">· {detail}</span> : null}
    </span>
  )
}
