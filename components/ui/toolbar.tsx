import type { ReactNode } from 'react'

/** A row of filters and view controls above what they act on; wraps on narrow screens. */
export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset aria-label={label} className="mb-3 min-w-0 flex flex-wrap items-center gap-2">
      {children}
    </fieldset>
  )
}

/** Pushes what follows to the right end of a toolbar. */
export function ToolbarSpace() {
  return <span className="flex-1" />
}
