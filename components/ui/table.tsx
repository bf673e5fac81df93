import type { ComponentProps, ReactNode } from 'react'
import { cx } from '@/lib/client/cx'

/** A table with its own horizontal scroll, so that a narrow screen never scrolls the page sideways. */
export function Table({
  label,
  children,
  className,
}: {
  label: string
  children: ReactNode
  className?: string
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className={cx('w-full border-collapse text-left text-sm', className)}>{children}</table>
    </section>
  )
}

/** The row of column headings. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="text-xs text-ink-3">
      <tr className="border-b border-line">{children}</tr>
    </thead>
  )
}

type Align = 'start' | 'end'
const alignClass = { start: 'text-left', end: 'text-right tabular-nums' } as const

/** One column heading; an empty one still needs a name for screen readers (`srLabel`). */
export function Th({
  align = 'start',
  srLabel,
  className,
  children,
  ...props
}: Omit<ComponentProps<'th'>, 'align'> & { align?: Align; srLabel?: string }) {
  return (
    <th
      scope="col"
      {...props}
      className={cx(
        'h-8 px-3 font-medium whitespace-nowrap first:pl-0 last:pr-0',
        alignClass[align],
        className,
      )}
    >
      {srLabel ? <span className="sr-only">{srLabel}</span> : children}
    </th>
  )
}

/** One row; `href`-like behaviour belongs to a link in its first cell, stretched with `row-link`. */
export function Tr({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr {...props} className={cx('relative border-b border-line last:border-0 hover:bg-hover', className)} />
  )
}

/** One cell. */
export function Td({
  align = 'start',
  className,
  ...props
}: Omit<ComponentProps<'td'>, 'align'> & { align?: Align }) {
  return (
    <td {...props} className={cx('h-10 px-3 py-1.5 first:pl-0 last:pr-0', alignClass[align], className)} />
  )
}
