import type { Problem } from '@/lib/core/shared/problem'
import { checksMade } from './checks-made'
import type { CheckKind, PhaseSpec, PolicyDocument, PolicySpec } from './types'

/**
 * What the language knows and the engine does not execute yet. This is the only list of it: a feature is taken
 * off here in the change that makes the engine honour it, and until then a policy that asks for it is refused
 * when it is published. A limit that is accepted and ignored is worse than none, since people rely on it.
 */
type Found = { readonly path: readonly string[]; readonly message: string }

const later = (what: string) => `${what} is not honoured by this version, so it is not accepted`

function ofPolicy(spec: PolicySpec): Found[] {
  const found: Found[] = []
  spec.guards?.forEach(({ check }, i) => {
    found.push(...ofCheck(check, ['spec', 'guards', String(i)]))
  })
  if (spec.stop?.check)
    found.push({
      path: ['spec', 'stop', 'check'],
      message: later('a stop on a check over the whole policy (a phase may have one)'),
    })
  return found
}

function ofPhase(phase: PhaseSpec, path: readonly string[]): Found[] {
  const found: Found[] = []
  phase.checks?.forEach(({ check }, i) => {
    found.push(...ofCheck(check, [...path, 'checks', String(i)]))
  })
  phase.before?.forEach((gate, i) => {
    const [kind = ''] = Object.keys(gate)
    const at = [...path, 'before', String(i), kind]
    if ('check' in gate) found.push(...ofCheck(gate.check.check, at))
  })
  return found
}

function ofCheck(kind: CheckKind, path: readonly string[]): Found[] {
  if (checksMade.has(kind)) return []
  return [{ path: [...path, 'check'], message: later(`a check of kind ${kind}`) }]
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
