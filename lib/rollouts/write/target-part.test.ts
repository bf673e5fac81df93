import { expect, it } from 'vitest'
import { record } from '@/lib/core/rollout/apply'
import { tickerState } from '@/lib/core/rollout/load'
import type { Target } from '@/lib/core/rollout/model'
import { makeRollout } from '@/lib/core/rollout/rollout-kit'
import { Turn } from '@/lib/core/rollout/state'
import { Parts } from './parts'
import { targetPart } from './target-part'

/** Most turns write few columns of their targets; whatever a target has to tell besides has to be among them. */

const besides = {
  reason: 'lost',
  message: 'nobody carries it any more',
  operationRef: 'op-1',
  retryAt: 5_000,
  previous: { version: '3.9.0' },
  nodes: { 'broker-1': { state: 'running' } },
  spared: true,
  pastReturn: true,
  revertRound: 1,
} as const satisfies Partial<Record<keyof Target, unknown>>

/** The columns that are written when a target starts of which something is known already. */
function written(known: Partial<Record<keyof Target, unknown>>): string[] {
  const state = tickerState(makeRollout({ phases: [{ size: 1 }] }))
  const target = Object.assign([...state.targets.values()][0] as Target, known)
  const turn = new Turn()
  record(state, turn, { type: 'target.started', target, data: null }, 0)
  const parts = new Parts()
  targetPart(parts, turn)
  return [...(parts.ctes[0] ?? '').matchAll(/(\w+) = /g)].map(([, name]) => name ?? '')
}
const column = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

it.each(Object.entries(besides))('what is known of a target is written with it: %s', (field, value) => {
  expect(written({ [field]: value })).toContain(column(field))
})

it('these are all that a plain start leaves out', () => {
  const plain = new Set(written({}))
  const left = written(besides).filter((name) => !plain.has(name))
  expect(left.sort()).toEqual(Object.keys(besides).map(column).sort())
})
