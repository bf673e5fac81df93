import type { ReactNode } from 'react'
import { cx } from '@/lib/client/cx'

/** The room of a page: margins, and a width that keeps lines readable unless the page is `wide`. */
export function Page({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className={cx('mx-auto w-full px-4 py-5 md:px-6 md:py-6', wide ? 'max-w-[120rem]' : 'max-w-7xl')}>
      {children}
    </div>
  )
}
