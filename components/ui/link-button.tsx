import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cx } from '@/lib/client/cx'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class'

/** A link that looks like a button: for going somewhere, where a button is for doing something. */
export function LinkButton({
  variant = 'secondary',
  size = 'md',
  className,
  ...props
}: ComponentProps<typeof Link> & { variant?: ButtonVariant; size?: ButtonSize; className?: string }) {
  return <Link {...props} className={cx(buttonClass(variant, size), className)} />
}
