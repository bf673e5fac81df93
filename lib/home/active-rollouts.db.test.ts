import { expect, it } from 'vitest'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { testDatabase } from '@/lib/testing/database'
import { syntheticRollout } from '@/lib/testing/synthetic-rollout'
import { activeRollouts } from './active-rollouts'

const database = testDatabase()

it('reads a rollout once for all pages that are open, and anew when it moved or may be out of date', async () => {
  const rollout = await syntheticRollout(database.pool, { phases: [3] })
  const begin = Date.now()
  let readings = 0
  const look = async (afterMs: number) => {
    const services = { pool: database.pool, now: () => new Date(begin + afterMs) }
    const found = await activeRollouts(services, async (_, id) => {
      readings++
      return { id } as RolloutDto
    })
    expect(found).toEqual([{ id: String(rollout.id) }])
    return readings
  }
  expect(await look(0)).toBe(1)
  const settled = await look(950)
  expect(settled).toBe(1)
  expect(await look(4_900)).toBe(settled)

  await rollout.move([{ index: 0, state: 'failed' }])
  expect(await look(4_900)).toBe(settled + 1)
  await rollout.move([{ index: 1, state: 'failed' }])
  expect(await look(5_500)).toBe(settled + 1)
  expect(await look(6_000)).toBe(settled + 2)
  expect(await look(10_900)).toBe(settled + 2)
  expect(await look(11_100)).toBe(settled + 3)
})

it('tries again what could not be read', async () => {
  const services = { pool: database.pool, now: () => new Date(Date.now() + 60_000) }
  await expect(activeRollouts(services, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  const found = await activeRollouts(services, async (_, id) => ({ id }) as RolloutDto)
  expect(found).toHaveLength(1)
})
