import { cx } from '@/lib/client/cx'

const variants = {
  primary: 'bg-inverse text-ink-inverse hover:not-data-disabled:bg-inverse-hover',
  secondary:
    'bg-surface text-ink ring-1 ring-inset ring-line-strong hover:not-data-disabled:bg-hover data-popup-open:bg-hover',
  ghost:
    'text-ink-2 hover:not-data-disabled:bg-hover hover:not-data-disabled:text-ink data-popup-open:bg-hover data-popup-open:text-ink',
  danger: 'bg-danger-fill text-on-fill hover:not-data-disabled:bg-danger-fill-hover',
} as const

const sizes = {
  sm: 'h-7 gap-1.5 rounded-md px-2 text-xs',
  md: 'h-8 gap-1.5 rounded-md px-3 text-sm',
  lg: 'h-11 gap-2 rounded-lg px-4 text-base',
} as const

const squares = { sm: 'size-7 rounded-md', md: 'size-8 rounded-md', lg: 'size-11 rounded-lg' } as const

const base =
  'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap select-none data-disabled:cursor-not-allowed data-disabled:opacity-50'

export type ButtonVariant = keyof typeof variants
export type ButtonSize = keyof typeof sizes

/** Gives the class names of a labelled button. */
export const buttonClass = (variant: ButtonVariant = 'secondary', size: ButtonSize = 'md'): string =>
  cx(base, variants[variant], sizes[size])

/** Gives the class names of a square button holding one icon. */
export const iconButtonClass = (variant: ButtonVariant = 'ghost', size: ButtonSize = 'md'): string =>
  cx(base, variants[variant], squares[size])
