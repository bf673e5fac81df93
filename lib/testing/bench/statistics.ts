/** The value below which a share of the values lies; 0 when there are none. */
export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** The middle value, of an even number the upper of the two. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)
