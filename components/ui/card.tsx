import type { ReactNode } from 'react'
import { cx } from '@/lib/client/cx'

/** A framed group of things that belong together, with an optional heading row. */
export function Card({
  title,
  actions,
  flush = false,
  className,
  children,
}: {
  title?: ReactNode
  actions?: ReactNode
  /** No padding inside: for tables and lists that reach the frame. */
  flush?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <section className={cx('min-w-0 rounded-lg border border-line bg-surface', className)}>
      {title || actions ? (
        <header className="flex min-h-11 items-center gap-2 border-b border-line px-4 py-1.5">
          <h2 className="min-w-0 flex-1 text-sm text-pretty font-semibold">{title}</h2>
          {actions}
        </header>
      ) : null}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  )
}
