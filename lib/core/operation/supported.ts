import type { Problem } from '@/lib/core/shared/problem'
import type { OperationDocument } from './types'

/** What the language knows and the engine does not execute yet, each with the words that refuse it. */
const unsupported: readonly {
  readonly path: readonly string[]
  readonly used: (spec: OperationDocument['spec']) => boolean
  readonly message: string
}[] = [
  {
    path: ['spec', 'apply', 'driver'],
    used: (spec) => spec.apply.driver === 'kubernetes',
    message: 'the kubernetes driver is not available in this version',
  },
  {
    path: ['spec', 'revert', 'driver'],
    used: (spec) => spec.revert?.driver === 'kubernetes',
    message: 'the kubernetes driver is not available in this version',
  },
  {
    path: ['spec', 'irreversibleAfter'],
    used: (spec) => spec.irreversibleAfter !== undefined,
    message: 'a point of no return is not honoured in this version',
  },
  {
    path: ['spec', 'verify'],
    used: (spec) => (spec.verify ?? []).some((check) => check.check !== 'http'),
    message: 'only checks of kind http are made in this version',
  },
]

/**
 * Lists what an operation asks for that the engine would ignore. Publishing refuses these: nothing is accepted
 * that is not honoured. To have them with their lines, read the source with `publish: true`.
 */
export function unsupportedOperationFeatures(document: OperationDocument): Problem[] {
  return unsupported
    .filter(({ used }) => used(document.spec))
    .map(({ path, message }) => ({ severity: 'error', message, path, line: 0, column: 0 }))
}
