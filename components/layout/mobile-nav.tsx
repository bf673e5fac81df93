'use client'

import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { iconButtonClass } from '@/components/ui/button-class'
import { NavList } from './nav-list'

/** The rail as a panel from the left, on screens too narrow for it. */
export function MobileNav({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] bg-canvas p-3 shadow-raised outline-none transition-[translate] duration-150 ease-out data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
          <div className="mb-3 flex items-center justify-between pl-2">
            <Dialog.Title className="text-sm font-semibold">Cluster Upgrader</Dialog.Title>
            <Dialog.Close aria-label="Close menu" className={iconButtonClass()}>
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <nav aria-label="Main">
            <NavList onGo={() => onOpenChange(false)} />
          </nav>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
