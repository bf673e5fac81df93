import type { Problem } from '@/lib/core/shared/problem'

/** Finds the first problem of a field of a phase: `take`, `failureBudget.max`. */
export function problemOf(problems: readonly Problem[], phase: number, field: string): Problem | undefined {
  const wanted = ['spec', 'phases', String(phase), ...field.split('.')]
  return problems.find((problem) => wanted.every((key, i) => problem.path[i] === key))
}

/** Finds the phase that a problem is about; null when it is about the policy as a whole. */
export function phaseOf(problem: Problem): number | null {
  const [spec, phases, index] = problem.path
  return spec === 'spec' && phases === 'phases' && index !== undefined ? Number(index) : null
}
