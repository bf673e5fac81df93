'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { cx } from '@/lib/client/cx'
import { Kbd } from './kbd'
import { popupClass, popupItemClass } from './popup-class'

/** Opens a list of actions from its `trigger`, which must take a ref and spread props (a `Button` does). */
export function Menu({
  trigger,
  align = 'end',
  side = 'bottom',
  children,
}: {
  trigger: ReactElement
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'right'
  children: ReactNode
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={cx(popupClass, 'min-w-44 p-1')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** One action; `danger` marks what destroys. */
export function MenuItem({
  icon,
  shortcut,
  danger = false,
  disabled,
  onSelect,
  render,
  children,
}: {
  icon?: ReactNode
  shortcut?: string
  danger?: boolean
  disabled?: boolean
  onSelect?: () => void
  /** Renders as something else, such as a link. */
  render?: ReactElement
  children: ReactNode
}) {
  return (
    <Base.Item
      render={render}
      disabled={disabled}
      onClick={onSelect}
      className={cx(popupItemClass, danger && 'text-danger')}
    >
      {icon ? <span className="text-ink-3">{icon}</span> : null}
      <span className="flex-1">{children}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </Base.Item>
  )
}

/** A line between groups of actions. */
export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}

/** A heading over a group of actions. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 py-1 text-2xs font-medium text-ink-3">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}

/** A group of which exactly one is chosen. */
export function MenuRadioGroup<Value extends string>({
  value,
  onChange,
  options,
}: {
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={popupItemClass} closeOnClick>
          {option.icon ? <span className="text-ink-3">{option.icon}</span> : null}
          <span className="flex-1">{option.label}</span>
          <Base.RadioItemIndicator>
            <span aria-hidden="true" className="block size-1.5 rounded-full bg-ink" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}
