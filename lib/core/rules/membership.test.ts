/** The decided rules of the language page about who is taken, in which order, and who is left out. */
import { expect, it } from 'vitest'
import {
  cluster,
  codes,
  excludedOf,
  fleetOf,
  plan,
  policy,
  targetsOf,
  upgrade,
} from '@/lib/testing/plan/make'
import { createEligibility } from '../plan/eligibility'
import { driftOf } from '../rollout/drift'
import { judge } from '../rollout/judge'
import { approval, makeRollout, type PhaseSketch, World } from '../rollout/rollout-kit'

const world = (...phases: PhaseSketch[]) => new World(makeRollout({ phases }))
const params = { version: '4.0.0' }
const target = world({ size: 1 }).target('c0-0')
/** How a cluster is judged just before its start. */
const judged = (version: string | null, more: Partial<Parameters<typeof judge>[2]> = {}) =>
  judge(
    { operation: upgrade, eligibility: createEligibility({ operation: upgrade, params }, () => false) },
    target,
    { cluster: cluster('c0-0', { version }), heldBy: null, freezes: [], needs: [], ...more },
    0,
  )

it('rule: membership', () => {
  // Relabelled: it stays, marked; a freeze sees it as it is now.
  const relabelled = cluster('c0-0', { tier: 'internal' })
  expect(driftOf(target.facts, relabelled, upgrade).map(({ fact }) => fact)).toContain('tier')
  const freeze = {
    id: 1,
    title: 'Sale',
    reason: 'no risk',
    endsAt: null,
    matches: ({ tier }: { tier: string }) => tier === 'internal',
  }
  expect(judged('3.9.0', { cluster: relabelled })).toMatchObject({ kind: 'go' })
  expect(judged('3.9.0', { cluster: relabelled, freezes: [freeze] })).toMatchObject({ kind: 'wait' })
  // Deleted: skipped.
  expect(judged('3.9.0', { cluster: null })).toMatchObject({ kind: 'skip', reason: 'gone' })
})

it('rule: two phases match', () => {
  const made = plan({ clusters: fleetOf(2), policy: policy({ phases: [{ id: 'a' }, { id: 'b' }] }) })
  expect(targetsOf(made)).toEqual([['c000', 'c001'], []])
  expect(codes(made)).toContain('overlap')
})

it('rule: no phase matches', () => {
  const phases = [{ select: 'cluster.name == "c000"' }]
  const excluding = plan({ clusters: fleetOf(3), policy: policy({ phases }) })
  expect([excludedOf(excluding), excluding.blockers]).toEqual([['c001: unmatched', 'c002: unmatched'], []])
  const refusing = plan({ clusters: fleetOf(3), policy: policy({ phases, unmatched: 'refuse' }) })
  expect(excludedOf(refusing)).toEqual(excludedOf(excluding))
  expect(refusing.blockers).toHaveLength(1)
  const ofTwo = (unmatched: 'refuse' | 'exclude') =>
    plan({ clusters: fleetOf(2), policy: policy({ phases, unmatched }) }).blockers.length
  expect([ofTwo('refuse'), ofTwo('exclude')]).toEqual([1, 0])
})

it('rule: already at target', () => {
  const made = plan({ operation: upgrade, params, clusters: [cluster('a', { version: '4.0.0' })] })
  expect(excludedOf(made)).toEqual(['a: satisfied'])
  expect(judged('4.0.0')).toMatchObject({ kind: 'skip', reason: 'satisfied' })
})

it('rule: ahead of target', () => {
  const made = plan({ operation: upgrade, params, clusters: [cluster('a', { version: '4.1.0' })] })
  expect(excludedOf(made)).toEqual(['a: ahead'])
  expect(judged('4.1.0')).toMatchObject({ kind: 'skip', reason: 'ahead' })
})

it.each([
  ['skip', 'skipped', 'succeeded'],
  ['fail', 'failed', 'succeeded_with_failures'],
] as const)('rule: unreachable before the start (then: %s)', (word, state, rollout) => {
  // biome-ignore lint/suspicious/noThenProperty: a word of the policy language
  const ran = world({ size: 3, maxInFlight: 1, unreachable: { waitMs: 60_000, then: word } })
  ran.outside = (effect) =>
    effect.target.position === 0
      ? { after: 0, answer: { kind: 'delayed', message: 'no route', retryAfterMs: 10_000 } }
      : { after: 1_000, answer: { kind: 'succeeded', message: null } }
  ran.run()
  expect(ran.target('c0-0')).toMatchObject({ state, reason: 'unreachable' })
  expect([ran.count('succeeded'), ran.state.head.state]).toEqual([2, rollout])
})

it('rule: order: diverse', () => {
  const clusters = fleetOf(30, (i) => ({ region: i < 28 ? 'eu' : 'us' }))
  const made = plan({ clusters, policy: policy({ phases: [{ order: 'diverse' }] }) })
  const first = new Set(
    targetsOf(made)[0]
      ?.slice(0, 2)
      .map((name) => clusters[Number(name.slice(1))]?.region),
  )
  expect(first).toEqual(new Set(['eu', 'us']))
})

it('rule: order and head-of-line', () => {
  const ran = world({ size: 3, maxInFlight: 1 })
  ran.verdict = (one, at) =>
    one.position === 0 && at < 10_000
      ? { at, kind: 'wait', hindrance: { kind: 'lease', message: 'held by rollout 7', until: null } }
      : { at, kind: 'go', previous: null }
  ran.run()
  expect(ran.starts.map(({ target: started }) => started.position)).toEqual([1, 2, 0])
})

it('rule: barrier or sliding', () => {
  const ran = world({ size: 3, maxInFlight: 2 }, { size: 1 })
  ran.outside = ({ target: { position } }) => ({
    after: position === 0 ? 9_000 : 1_000,
    answer: { kind: 'succeeded', message: null },
  })
  ran.run()
  expect(ran.starts.map(({ target: { cluster: name }, at }) => [name, at])).toEqual([
    ['c0-0', 0],
    ['c0-1', 0],
    // Sliding: as soon as one has ended, not when both have.
    ['c0-2', 1_000],
    // A barrier: only when all of the phase before have.
    ['c1-0', 9_000],
  ])
})

it('rule: two rollouts, one cluster', () => {
  const by = { id: 7, title: 'Patch', paused: false }
  const verdict = judged('3.9.0', { heldBy: by })
  const message = 'Rollout 7 (“Patch”) has its cluster in flight.'
  expect(verdict).toMatchObject({ kind: 'wait', hindrance: { kind: 'lease', message } })
  expect(judged('3.9.0', { heldBy: { ...by, paused: true } })).toMatchObject({
    hindrance: { unblockedBy: 'an operator: resume rollout 7, or abort it' },
  })
})

it('rule: empty phase', () => {
  const ran = world(
    { size: 0, before: [approval()] },
    { size: 0, before: [approval({ always: true })] },
    { size: 1 },
  ).run(1_000)
  expect(ran.state.phases.map(({ state }) => state)).toEqual(['skipped', 'waiting', 'pending'])
})
