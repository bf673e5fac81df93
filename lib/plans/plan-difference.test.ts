import { expect, it } from 'vitest'
import type { PlanDto } from './dto'
import { planDifference } from './plan-difference'

const plan = (hash: string, phases: Record<string, string[]>): PlanDto =>
  ({
    hash,
    phases: Object.entries(phases).map(([id, clusters]) => ({
      id,
      targets: clusters.map((cluster, n) => ({ cluster, position: n + 1 })),
    })),
  }) as unknown as PlanDto

it('names who joined, who left and who is in another phase', () => {
  const before = plan('1', { canary: ['a', 'b'], rest: ['c', 'd'] })
  const after = plan('2', { canary: ['a', 'c'], rest: ['d', 'e'] })
  expect(planDifference(before, after)).toEqual({
    joined: ['e'],
    left: ['b'],
    moved: [{ cluster: 'c', from: 'rest', to: 'canary' }],
    onlyOtherwise: false,
  })
})

it('is silent about the same plan, and says so when only its order or its limits changed', () => {
  const one = plan('1', { all: ['a', 'b'] })
  expect(planDifference(one, plan('1', { all: ['a', 'b'] }))).toBeNull()
  expect(planDifference(one, plan('2', { all: ['b', 'a'] }))?.onlyOtherwise).toBe(true)
})
