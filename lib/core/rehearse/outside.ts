import type { Target } from '@/lib/core/rollout/model'
import type { Answer } from '@/lib/core/rollout/observation'
import type { Effect } from '@/lib/core/rollout/state'
import type { Random } from '@/lib/core/shared/random'
import type { Beliefs, Spell } from './types'

/** What the outside answers to a call, and when. */
export interface Reply {
  readonly afterMs: number
  readonly answer: Answer
}

/** Draws how long something takes. */
export function drawMs({ medianMs, sigma }: Spell, random: Random): number {
  if (sigma === 0) return Math.round(medianMs)
  // Box–Muller: a normal draw from two even ones; 1 - x, because the logarithm of 0 is not a number.
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return Math.round(medianMs * Math.exp(sigma * normal))
}

/** Plays drivers and checks by what is believed of them: each target is drawn once as one that works or does not. */
export function createOutside(beliefs: Beliefs, attemptsMax: number, timeoutMs: number, random: Random) {
  const doomed = new Map<number, boolean>()

  function isDoomed(target: Target): boolean {
    let fate = doomed.get(target.id)
    if (fate === undefined) {
      fate = random.next() < beliefs.of(target.facts).failure
      doomed.set(target.id, fate)
    }
    return fate
  }

  /** What comes back from one call. An apply that would outlast its deadline is taken to end just before. */
  return function reply({ kind, target, step }: Effect): Reply {
    const belief = beliefs.of(target.facts)
    switch (kind) {
      case 'start': {
        const afterMs = Math.max(1, Math.min(drawMs(belief.apply, random), timeoutMs - 1))
        const flakes = target.attempts < attemptsMax && random.next() < beliefs.flake
        const breaks = step === 'apply' && (isDoomed(target) || flakes)
        if (breaks) return { afterMs, answer: { kind: 'failed', message: 'rehearsed' } }
        return { afterMs, answer: { kind: 'succeeded', message: null } }
      }
      case 'preflight':
      case 'verify':
        return {
          afterMs: Math.max(1, drawMs(belief.verify, random)),
          answer: { kind: 'succeeded', message: null },
        }
      case 'observe':
        return {
          afterMs: 1,
          answer: { kind: 'running', progress: null, message: null, nodes: null, pollAfterMs: 5_000 },
        }
      case 'cancel':
        return { afterMs: 1, answer: { kind: 'cancel', confirmed: true, message: null } }
    }
  }
}
