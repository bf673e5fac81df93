'use client'

import { Input as BaseInput } from '@base-ui/react/input'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from '@/lib/client/cx'
import { controlClass } from './control-class'

export interface InputProps extends Omit<ComponentProps<typeof BaseInput>, 'className' | 'size'> {
  /** For names, versions and expressions. */
  mono?: boolean
  size?: 'sm' | 'md'
  /** An icon in front. */
  icon?: ReactNode
  className?: string
}

/** A line of text; inside a `Field` it takes label, hint and error from there. */
export function Input({ mono = false, size = 'md', icon, className, ...props }: InputProps) {
  const input = (
    <BaseInput
      autoComplete="off"
      spellCheck={mono ? false : undefined}
      {...props}
      className={cx(
        controlClass,
        size === 'sm' ? 'h-7' : 'h-8',
        mono && 'ident',
        icon ? 'pl-8' : null,
        className,
      )}
    />
  )
  if (!icon) return input
  return (
    <span className="relative flex min-w-0 flex-1 items-center">
      <span className="pointer-events-none absolute left-2.5 text-ink-3">{icon}</span>
      {input}
    </span>
  )
}

/** Several lines of text. */
export function Textarea({
  mono = false,
  className,
  ...props
}: Omit<ComponentProps<'textarea'>, 'className'> & { mono?: boolean; className?: string }) {
  return (
    <BaseInput
      render={<textarea rows={4} spellCheck={mono ? false : undefined} {...props} />}
      className={cx(controlClass, 'block resize-y py-1.5 leading-5', mono && 'ident', className)}
    />
  )
}
