'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from '@/lib/client/cx'
import { ApiLine } from './api-line'
import { iconButtonClass } from './button-class'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question or a name, never "Are you sure?". */
  title: ReactNode
  description?: ReactNode
  /** Buttons, the one that acts last. */
  footer?: ReactNode
  /** The call of the API that does the same. */
  call?: string
  /** Opens it; leave out when `open` is driven from elsewhere. */
  trigger?: ReactElement
  children?: ReactNode
}

const backdrop =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

/** A modal window in the middle for one short task; Escape and the backdrop close it. */
export function Dialog({ size = 'md', ...props }: DialogProps & { size?: 'sm' | 'md' | 'lg' }) {
  const width = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl' }[size]
  return (
    <Frame
      {...props}
      place={cx(
        'fixed top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 rounded-xl transition-[scale,opacity] duration-150 ease-out data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0',
        width,
      )}
    />
  )
}

/** A modal panel from the right edge for details and longer forms; full width on a phone. */
export function Sheet({ size = 'md', ...props }: DialogProps & { size?: 'md' | 'lg' }) {
  const width = { md: 'sm:max-w-md', lg: 'sm:max-w-2xl' }[size]
  return (
    <Frame
      {...props}
      place={cx(
        'fixed inset-y-0 right-0 h-dvh w-full transition-[translate,opacity] duration-200 ease-out data-ending-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:translate-x-4 data-starting-style:opacity-0',
        width,
      )}
    />
  )
}

function Frame({
  open,
  onOpenChange,
  title,
  description,
  footer,
  call,
  trigger,
  children,
  place,
}: DialogProps & { place: string }) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          data-modal=""
          className={cx(
            'z-50 flex flex-col overflow-hidden bg-raised text-ink shadow-raised outline-none',
            place,
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold text-balance">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-1 text-sm text-ink-2">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close aria-label="Close" className={cx(iconButtonClass('ghost', 'sm'), '-mr-2')}>
              <X size={16} aria-hidden="true" />
            </Base.Close>
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pt-0.5 pb-5">
            {children ? <div className="min-w-0">{children}</div> : null}
            {call ? <ApiLine call={call} /> : null}
          </div>
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-sunken px-5 py-3">
              {footer}
            </footer>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
