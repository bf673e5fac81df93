import type { ReactNode } from 'react'

/** Says why there is nothing here and offers the one next thing to do. */
export function EmptyState({
  icon,
  title,
  level = 2,
  children,
  action,
}: {
  icon?: ReactNode
  title: ReactNode
  /** 1 where it is the whole page, whose one heading it then is. */
  level?: 1 | 2
  children?: ReactNode
  action?: ReactNode
}) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex w-full max-w-md flex-col items-center px-4 py-12 text-center">
      {icon ? (
        <div className="mb-3 flex size-10 items-center justify-center rounded-lg bg-hover text-ink-3">
          {icon}
        </div>
      ) : null}
      <Heading className="text-base font-semibold">{title}</Heading>
      {children ? <div className="mt-1 text-sm text-pretty text-ink-2">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}
