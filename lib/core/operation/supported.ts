import { checksMade } from '@/lib/core/policy/checks-made'
import type { Problem } from '@/lib/core/shared/problem'
import { checkLists, type OperationDocument } from './types'

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
]

/**
 * Lists what an operation asks for that the engine would ignore. Publishing refuses these: nothing is accepted
 * that is not honoured. To have them with their lines, read the source with `publish: true`.
 */
export function unsupportedOperationFeatures({ spec }: OperationDocument): Problem[] {
  const found = unsupported.filter(({ used }) => used(spec))
  const checks = checkLists.flatMap((key) =>
    (spec[key] ?? []).flatMap(({ check }, i) => {
      if (checksMade.has(check)) return []
      const message = `checks of kind ${check} are not made by this version`
      return [{ path: ['spec', key, String(i), 'check'], message }]
    }),
  )
  return [...found, ...checks].map(({ path, message }) => ({
    severity: 'error',
    message,
    path,
    line: 0,
    column: 0,
  }))
}
