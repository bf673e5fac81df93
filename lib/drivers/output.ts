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

/** Replaces what Postgres refuses to store as text: NUL and halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}
