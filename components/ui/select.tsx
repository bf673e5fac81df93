'use client'

import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { cx } from '@/lib/client/cx'
import { controlClass } from './control-class'
import { popupClass, popupItemClass } from './popup-class'

export interface SelectOption<Value extends string> {
  value: Value
  label: string
  /** A second, quiet line. */
  hint?: string
}

export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[]
  value: Value | null
  onChange: (value: Value) => void
  placeholder?: string
  disabled?: boolean
  size?: 'sm' | 'md'
  /** Needed where no `Field` labels it. */
  label?: string
  id?: string
  className?: string
}

/** Chooses one of a few known values; for more than about 15 use a combobox. */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  placeholder = 'Choose…',
  disabled,
  size = 'md',
  label,
  id,
  className,
}: SelectProps<Value>) {
  return (
    <Base.Root
      items={options as SelectOption<Value>[]}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onChange(next as Value)
      }}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        className={cx(
          controlClass,
          'flex cursor-default items-center justify-between gap-2 text-left select-none',
          size === 'sm' ? 'h-7' : 'h-8',
          className,
        )}
      >
        <Base.Value className="truncate data-placeholder:text-ink-3" placeholder={placeholder} />
        <Base.Icon className="text-ink-3">
          <ChevronsUpDown size={14} aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className={cx(popupClass, 'min-w-[var(--anchor-width)]')}>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={cx(popupItemClass, 'pr-3')}>
                  <span className="flex size-4 shrink-0 items-center">
                    <Base.ItemIndicator>
                      <Check size={14} aria-hidden="true" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.hint ? <span className="block text-xs text-ink-3">{option.hint}</span> : null}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
