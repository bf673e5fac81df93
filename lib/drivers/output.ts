/** One line of output of an attempt, in order of arrival. */
export interface LogLine {
  /** Epoch ms. */
  readonly at: number
  readonly stream: 'stdout' | 'stderr' | 'system'
  readonly text: string
}

/** One node of a cluster under way, e.g. `{name: 'broker-2', state: 'restarted'}`. */
export interface NodeProgress {
  readonly name: string
  readonly state: string
  readonly message: string | null
}
