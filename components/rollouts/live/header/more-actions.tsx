'use client'

import { Ellipsis } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { popupClass } from '@/components/ui/popup-class'
import { cx } from '@/lib/client/cx'

/**
 * The actions beside the first one: in a row where there is room, on a phone behind one button. They stay mounted, so
 * that their keys and addresses work while they are folded.
 */
export function MoreActions({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const fold = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      if (
        event instanceof KeyboardEvent
          ? event.key === 'Escape'
          : !root.current?.contains(event.target as Node)
      )
        setOpen(false)
    }
    // A dialog gives the focus back to where it was when it opened: to the button that stays.
    const chosen = (event: Event) => {
      const button = (event.target as Element).closest('button')
      if (!button || button === fold.current || button.getAttribute('aria-disabled') === 'true') return
      fold.current?.focus()
      setOpen(false)
    }
    const { current } = root
    current?.addEventListener('click', chosen)
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      current?.removeEventListener('click', chosen)
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [open])
  return (
    <div ref={root} className="relative md:contents">
      <span className="md:hidden">
        <IconButton
          ref={fold}
          variant="secondary"
          label="More actions"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </IconButton>
      </span>
      <div
        className={cx(
          'md:contents',
          open
            ? cx(
                popupClass,
                'max-md:absolute max-md:top-full max-md:right-0 max-md:z-10 max-md:mt-1 max-md:flex max-md:w-56 max-md:flex-col max-md:gap-2 max-md:p-2',
              )
            : 'max-md:hidden',
        )}
      >
        {children}
      </div>
    </div>
  )
}
