/** A figure at an instant. */
export interface Sample {
  /** Minutes since the first. */
  readonly minute: number
  readonly value: number
}

/** How fast a figure grew per hour, by the line that fits it best, and how far off that may be (two standard errors). */
export function growthPerHour(samples: readonly Sample[]): { perHour: number; plusMinus: number } {
  const n = samples.length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [at, level] = [mean(samples.map(({ minute }) => minute)), mean(samples.map(({ value }) => value))]
  const spread = samples.reduce((sum, { minute }) => sum + (minute - at) ** 2, 0)
  const slope = samples.reduce((sum, { minute, value }) => sum + (minute - at) * (value - level), 0) / spread
  const rest = samples.reduce(
    (sum, { minute, value }) => sum + (value - level - slope * (minute - at)) ** 2,
    0,
  )
  return { perHour: slope * 60, plusMinus: 2 * Math.sqrt(rest / (n - 2) / spread) * 60 }
}
