'use client'

import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import { cx } from '@/lib/client/cx'
import { controlClass } from './control-class'
import { popupClass, popupItemClass } from './popup-class'

export interface ComboboxOption {
  value: string
  label: string
  hint?: string
}

/** Chooses one of many values by typing part of it. */
export function Combobox({
  options,
  value,
  onChange,
  placeholder,
  label,
  id,
  disabled,
  mono = false,
}: {
  options: readonly ComboboxOption[]
  value: string | null
  onChange: (value: string | null) => void
  placeholder?: string
  /** Needed where no `Field` labels it. */
  label?: string
  id?: string
  disabled?: boolean
  mono?: boolean
}) {
  const selected = options.find((option) => option.value === value) ?? null
  return (
    <Base.Root
      items={options as ComboboxOption[]}
      value={selected}
      disabled={disabled}
      onValueChange={(next) => onChange(next?.value ?? null)}
      isItemEqualToValue={(one, other) => one.value === other.value}
      autoHighlight
    >
      <Base.InputGroup className="relative">
        <Base.Input
          id={id}
          aria-label={label}
          placeholder={placeholder}
          className={cx(controlClass, 'h-8 pr-8', mono && 'ident')}
        />
        <Base.Trigger
          aria-label="Show all"
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center text-ink-3 hover:text-ink"
        >
          <ChevronDown size={14} aria-hidden="true" />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={cx(popupClass, 'w-[var(--anchor-width)] max-w-[var(--available-width)]')}>
            <Base.Empty>
              <div className="px-3 py-2 text-ink-3">Nothing matches.</div>
            </Base.Empty>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <Base.Item key={option.value} value={option} className={popupItemClass}>
                  <span className="flex size-4 shrink-0 items-center">
                    <Base.ItemIndicator>
                      <Check size={14} aria-hidden="true" />
                    </Base.ItemIndicator>
                  </span>
                  <span className={cx('min-w-0 flex-1 truncate', mono && 'ident')}>{option.label}</span>
                  {option.hint ? <span className="text-xs text-ink-3">{option.hint}</span> : null}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
