import type { ReactNode } from 'react'

/** One step of the composition: its number, its name, a hint, and what is chosen in it. */
export function Step({
  number,
  title,
  hint,
  children,
}: {
  number: number
  title: string
  hint?: ReactNode
  children: ReactNode
}) {
  return (
    <section aria-labelledby={`step-${number}`} className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <span
        aria-hidden="true"
        className="flex size-6 items-center justify-center rounded-full bg-hover text-xs font-semibold text-ink-2 tabular-nums"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-col gap-3">
        <div>
          <h2 id={`step-${number}`} className="text-base font-semibold">
            {title}
          </h2>
          {hint ? <p className="text-xs text-ink-3">{hint}</p> : null}
        </div>
        {children}
      </div>
    </section>
  )
}
