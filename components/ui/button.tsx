'use client'

import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '@/lib/client/cx'
import { type ButtonSize, type ButtonVariant, buttonClass, iconButtonClass } from './button-class'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Shows a spinner and refuses presses; the label stays. */
  busy?: boolean
  /** Why it cannot be pressed now: disables it, keeps it focusable and tells the reason. */
  disabledReason?: string | null
  className?: string
}

/** A labelled button; give `disabledReason` rather than hiding what one may not do. */
export function Button({
  variant = 'secondary',
  size = 'md',
  busy = false,
  disabledReason = null,
  disabled,
  className,
  children,
  ...props
}: ButtonProps) {
  const button = (
    <BaseButton
      type="button"
      {...props}
      aria-busy={busy || undefined}
      disabled={disabled || busy || disabledReason !== null}
      focusableWhenDisabled={busy || disabledReason !== null}
      className={cx(buttonClass(variant, size), className)}
    >
      {busy ? <Spinner /> : null}
      {children}
    </BaseButton>
  )
  return disabledReason === null ? button : <Tooltip label={disabledReason}>{button}</Tooltip>
}

export interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  /** Says what it does, to screen readers and in the tooltip. */
  label: string
  shortcut?: string
  children: ReactNode
}

/** A square button holding one icon, with its label as a tooltip. */
export function IconButton({
  label,
  shortcut,
  variant = 'ghost',
  size = 'md',
  busy = false,
  disabledReason = null,
  disabled,
  className,
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip label={disabledReason ?? label} shortcut={disabledReason === null ? shortcut : undefined}>
      <BaseButton
        type="button"
        aria-label={label}
        {...props}
        disabled={disabled || busy || disabledReason !== null}
        focusableWhenDisabled
        className={cx(iconButtonClass(variant, size), className)}
      >
        {busy ? <Spinner /> : children}
      </BaseButton>
    </Tooltip>
  )
}
