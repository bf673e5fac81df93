/** Widths of the table's columns; the message takes what is left, and phones drop what they cannot show. */
export const columnClass = {
  select: 'w-9',
  cluster: 'w-64 max-sm:w-auto',
  state: 'w-32',
  phase: 'w-40 max-md:hidden',
  region: 'w-32 max-lg:hidden',
  tier: 'w-24 max-xl:hidden',
  version: 'w-32 max-lg:hidden',
  duration: 'w-24 text-right max-sm:hidden',
  message: 'max-md:hidden',
} as const

export type ColumnName = keyof typeof columnClass
