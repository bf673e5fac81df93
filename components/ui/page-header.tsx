import type { ReactNode } from 'react'

/** The head of a page: its one noun, what can be said of it in a line, and its actions. */
export function PageHeader({
  title,
  mono = false,
  meta,
  actions,
  children,
}: {
  title: ReactNode
  /** The title is an identifier. */
  mono?: boolean
  /** Facts in one quiet line under the title. */
  meta?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className="mb-5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-auto md:basis-64">
          <h1 className={`text-xl font-semibold tracking-tight break-words ${mono ? 'ident' : ''}`}>
            {title}
          </h1>
          {meta ? (
            <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">{meta}</div>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </header>
  )
}
