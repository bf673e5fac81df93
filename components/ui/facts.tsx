import type { ReactNode } from 'react'

/** Names and values of one object, in two columns that become lines on a phone. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_minmax(0,1fr)]">
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
      <dt className="text-ink-3 max-sm:mt-1">{name}</dt>
      <dd className={`min-w-0 break-words ${mono ? 'ident' : ''}`}>{children}</dd>
    </>
  )
}
