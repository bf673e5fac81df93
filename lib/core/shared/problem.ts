/** How bad a problem is: an error refuses the document, a warning is shown and does not. */
export type Severity = 'error' | 'warning'

/**
 * One thing that is wrong, said so that a person can mend it: what, where (the key as a path, and line and
 * column from 1 in the source it was written in, 0 when there is no source), and if there is one, what was meant.
 */
export interface Problem {
  readonly severity: Severity
  readonly message: string
  readonly path: readonly string[]
  readonly line: number
  readonly column: number
  readonly suggestion?: string
}

/** Tells whether any of the problems refuses the document. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}

/** Writes a path as people read it: `spec.phases[2].maxInFlight`. */
export function formatPath(path: readonly string[]): string {
  return path.map((key, i) => (/^\d+$/.test(key) ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}
