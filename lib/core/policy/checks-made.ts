import type { CheckKind } from './types'

/** The kinds of check that are made today, wherever a document asks for one. */
export const checksMade: ReadonlySet<CheckKind> = new Set([
  'http',
  'command',
  'simulator',
  'kafka',
  'prometheus',
])
