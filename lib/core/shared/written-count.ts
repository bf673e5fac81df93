const counts = new Intl.NumberFormat('en-US')

/** Writes a count for people, its thousands grouped: `2,079`. */
export const writtenCount = (count: number): string => counts.format(count)
