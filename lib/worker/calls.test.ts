import { afterAll, describe, expect, it } from 'vitest'
import type { Observation } from '@/lib/core/rollout/observation'
import { makeRollout } from '@/lib/core/rollout/rollout-kit'
import { testServices } from '@/lib/drivers/testing'
import { Calls } from './calls'
import type { WorkerDeps } from './deps'

/** What a start needs in the moment in which it is sent; the simulator is the outside. */

const { host } = testServices()
afterAll(() => host.close())
const deps = { host, clock: { now: Date.now, sync: async () => {} } } as Partial<WorkerDeps> as WorkerDeps

/** Makes one start. @returns what came of it, and how often the database was asked whether it may be. */
async function start({ knownMs = 0, heldMs = 5_000, may = true, askMs = 0, step = 'apply' as const }) {
  const { head, targets } = makeRollout({
    phases: [{ size: 1 }],
    operation: { apply: { driver: 'simulator', with: { seconds: 0 } } },
  })
  const [target] = targets
  if (!target) throw new Error('no target')
  let asked = 0
  const heldUntil = performance.now() + heldMs
  const seen = await new Promise<Observation>((take) => {
    const calls = new Calls(deps, {
      head,
      params: {},
      factsOf: () => undefined,
      mayStart: async () => {
        asked += 1
        if (asked === 1) await new Promise((resolve) => setTimeout(resolve, askMs))
        return may
      },
      settleBack: async () => null,
      heldUntil: () => heldUntil,
      take,
      signal: new AbortController().signal,
    })
    calls.make({ kind: 'start', target, generation: 1, step }, performance.now() - knownMs)
  })
  return [seen.answer.kind, asked]
}

describe('a start', () => {
  it.each([
    ['is sent at once on a decision of this moment', {}, ['succeeded', 0]],
    ['asks first when what it was decided on is a second old', { knownMs: 1_000 }, ['succeeded', 1]],
    ['asks first when the lease may have run out', { heldMs: 0 }, ['succeeded', 1]],
    ['is held back when it may not be', { knownMs: 1_000, may: false }, ['withheld', 1]],
    ['asks again when the answer was a second under way', { knownMs: 1_000, askMs: 1_010 }, ['succeeded', 2]],
  ])('%s', async (_, when, expected) => {
    expect(await start(when)).toEqual(expected)
  })
})
