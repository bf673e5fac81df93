import { describe, expect, it } from 'vitest'
import { readOperation } from '@/lib/core/operation/read'
import { readPolicy } from '@/lib/core/policy/read'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { failingCluster, walkClusters, walkOperation, walkPolicy } from './scenario'
import { walkStep } from './walk-step'

const gate = {
  id: 'customers.before.0',
  type: 'approval',
  state: 'closed',
  requestedAt: null as string | null,
}
function rollout(state: string, more: { failed?: number; asking?: boolean; started?: number } = {}) {
  return {
    id: '7',
    state,
    counts: { failed: more.failed ?? 0 },
    phases: [
      { counts: { pending: 0 }, total: 6, gates: [] },
      {
        counts: { pending: 12 - (more.started ?? 0) },
        total: 12,
        gates: [{ ...gate, requestedAt: more.asking ? '2030-01-01T00:00:00Z' : null }],
      },
    ],
  } as unknown as RolloutDto
}

describe('the walk says what is so', () => {
  it.each([
    ['first clusters', rollout('running'), 1, '/rollouts/7?tab=map'],
    ['the injected failure', rollout('running', { failed: 1 }), 2, `/rollouts/7?cluster=${failingCluster}`],
    ['the approval', rollout('running', { failed: 1, asking: true }), 3, '/approvals/7/customers.before.0'],
    ['customers', rollout('running', { failed: 1, started: 6 }), 4, '/rollouts/7?tab=map'],
    ['the end', rollout('succeeded_with_failures', { failed: 1 }), 5, '/rollouts/7?tab=targets&state=failed'],
    ['a pause by somebody', rollout('paused', { asking: true }), 1, '/rollouts/7'],
  ])('%s', (_, now, number, href) => {
    const step = walkStep(now)
    expect(step.number).toBe(number)
    expect(step.links[0]?.href).toBe(href)
  })
})

it('is made of documents that can be published, on clusters that exist', () => {
  expect(readOperation(walkOperation, { publish: true }).problems).toEqual([])
  expect(readPolicy(walkPolicy, { publish: true }).problems).toEqual([])
  expect(walkClusters.filter(({ name }) => name === failingCluster)).toMatchObject([{ tier: 'internal' }])
})
