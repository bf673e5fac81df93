'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '@/lib/client/cx'
import { iconButtonClass } from './button-class'

/**
 * A panel at the right that leaves the page usable: what one clicks behind it stays clickable, so one
 * can walk from object to object with the panel open. It leaves the top bar free. Full width on a phone.
 */
export function Drawer({
  open,
  onOpenChange,
  title,
  actions,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** Small buttons left of the close button. */
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} modal={false} disablePointerDismissal>
      <Base.Portal>
        <Base.Popup
          initialFocus={false}
          className="fixed top-12 right-0 bottom-0 z-30 flex w-full flex-col border-l border-line bg-canvas text-ink shadow-raised outline-none transition-[translate,opacity] duration-150 ease-out data-ending-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:translate-x-4 data-starting-style:opacity-0 sm:w-[30rem]"
        >
          <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
            <Base.Title className="min-w-0 flex-1 truncate text-base font-semibold">{title}</Base.Title>
            {actions}
            <Base.Close aria-label="Close" className={cx(iconButtonClass('ghost', 'sm'), '-mr-2')}>
              <X size={16} aria-hidden="true" />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
