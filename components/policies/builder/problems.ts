import type { Problem } from '@/lib/core/shared/problem'

/** Finds the phase that a problem is about; null when it is about the policy as a whole. */
export function phaseOf(problem: Problem): number | null {
  const [spec, phases, index] = problem.path
  return spec === 'spec' && phases === 'phases' && index !== undefined ? Number(index) : null
}
