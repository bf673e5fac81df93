import type { Problem } from '@/lib/core/shared/problem'
import type { PhaseSpec, PolicyDocument, PolicySpec } from './types'

/**
 * What the language knows and the engine does not execute yet. This is the only list of it: a feature is taken
 * off here in the change that makes the engine honour it, and until then a policy that asks for it is refused
 * when it is published. A limit that is accepted and ignored is worse than none, since people rely on it.
 */
type Found = { readonly path: readonly string[]; readonly message: string }

const gatesHonoured: ReadonlySet<string> = new Set(['approval', 'soak', 'window'])

const later = (what: string) => `${what} is not honoured by this version, so it is not accepted`

function ofPolicy(spec: PolicySpec): Found[] {
  const found: Found[] = []
  spec.guards?.forEach((_, i) => {
    found.push({ path: ['spec', 'guards', String(i)], message: later('a guard') })
  })
  if (spec.stop?.check) found.push({ path: ['spec', 'stop', 'check'], message: later('a stop on a check') })
  return found
}

function ofPhase(phase: PhaseSpec, path: readonly string[]): Found[] {
  const found: Found[] = []
  const add = (message: string, ...rest: string[]) => found.push({ path: [...path, ...rest], message })
  if (phase.stop?.check) add(later('a stop on a check'), 'stop', 'check')
  phase.checks?.forEach((_, i) => {
    add(later('a check after the phase'), 'checks', String(i))
  })
  phase.before?.forEach((gate, i) => {
    const [kind = ''] = Object.keys(gate)
    if (!gatesHonoured.has(kind)) add(later(`a gate of kind ${kind}`), 'before', String(i), kind)
  })
  return found
}

/**
 * Lists what a policy asks for that the engine would ignore, as errors without lines. To have them with their
 * lines, read the source with `publish: true`.
 */
export function unsupportedFeatures({ spec }: PolicyDocument): Problem[] {
  const found = [
    ...ofPolicy(spec),
    ...spec.phases.flatMap((phase, i) => ofPhase(phase, ['spec', 'phases', String(i)])),
  ]
  return found.map(({ path, message }) => ({ severity: 'error', message, path, line: 0, column: 0 }))
}
