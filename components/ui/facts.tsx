import type { ReactNode } from 'react'

/** Names and values of one object, in two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm sm:gap-x-6">
      {children}
    </dl>
  )
}

/** One fact. */
export function Fact({
  name,
  mono = false,
  children,
}: {
  name: ReactNode
  mono?: boolean
  children: ReactNode
}) {
  return (
    <>
      <dt className="max-w-40 text-ink-3 sm:max-w-none">{name}</dt>
      <dd className={`min-w-0 break-words ${mono ? 'ident' : ''}`}>{children}</dd>
    </>
  )
}
