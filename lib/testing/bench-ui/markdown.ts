/** Prints a table of Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map((_, n) => (n === 0 ? '---' : '---:')), ...rows]
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`
}

/** A figure with its goal, and whether it is reached. */
export type GoalRow = readonly [what: string, goal: string, now: string, ok: boolean]

/** Prints figures beside their goals. */
export const goals = (heads: [what: string, goal: string, now: string], rows: readonly GoalRow[]): string =>
  table(
    heads,
    rows.map(([what, goal, now, ok]) => [what, goal, now + (ok ? '' : ': **not reached**')]),
  )

export const ms = (value: number): string => `${Math.round(value)} ms`
export const mb = (value: number): string => `${value.toFixed(1)} MB`

/** How many tasks were too long, and how long the longest. */
export const tasks = (lengths: readonly number[]): string =>
  lengths.length === 0 ? '0' : `${lengths.length}, longest ${ms(Math.max(...lengths))}`
