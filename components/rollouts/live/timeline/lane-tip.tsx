import type { ReactNode } from 'react'

const tipWidth = 256
const tipHeight = 110

/** Beside the pointer, on the side where there is room. */
export function LaneTip({
  at,
  gutter,
  width,
  scroller,
  children,
}: {
  /** Pixels right of the labels, and from the top of all rows. */
  at: { x: number; y: number }
  gutter: number
  width: number
  scroller: HTMLElement | null
  children: ReactNode
}) {
  const x = at.x + gutter
  const bottom = scroller ? scroller.scrollTop + scroller.clientHeight : Number.POSITIVE_INFINITY
  return (
    <div
      role="tooltip"
      className="pointer-events-none absolute z-10 rounded-lg bg-raised p-2.5 text-xs shadow-raised"
      style={{
        width: tipWidth,
        left: x + 16 + tipWidth <= width ? x + 16 : Math.max(4, x - tipWidth - 16),
        ...(at.y + 12 + tipHeight <= bottom ? { top: at.y + 12 } : { top: Math.max(0, at.y - tipHeight) }),
      }}
    >
      {children}
    </div>
  )
}
