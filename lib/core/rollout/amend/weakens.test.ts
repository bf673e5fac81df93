import { describe, expect, it } from 'vitest'
import type { ResolvedPhase, ResolvedPolicy } from '@/lib/core/policy/resolved'
import { approval, checkGate, type PhaseSketch } from '../rollout-kit'
import { changed, drafted, launched } from './amend-kit'

type Change = { phases?: Record<string, Partial<ResolvedPhase> | null>; whole?: Partial<ResolvedPolicy> }
const budget = (max: number, onExhausted: 'pause' | 'abort' | 'rollback' = 'pause', strict = false) => ({
  max,
  onExhausted,
  strict,
})
const guard = {
  name: 'errors',
  check: 'http',
  with: { url: 'a' },
  everyMs: 10_000,
  failAfterMs: 30_000,
} as const
const window = { type: 'window', days: ['mon', 'tue'], from: '09:00', to: '16:00', timezone: 'UTC' } as const
const step = (to: number | '100%', soakMs = 0, gate: ReturnType<typeof approval> | null = null) => ({
  to,
  soakMs,
  approval: gate,
})
const desc = { type: 'fields', fields: [{ field: 'name', descending: true }] } as const

/** Two phases that have not begun; the second waits for an approval. */
const first: PhaseSketch = {
  size: 10,
  maxInFlight: 4,
  soakMs: 60_000,
  failureBudget: budget(2, 'abort', true),
  spread: [{ by: 'region', maxInFlight: 2 }],
}
const second: PhaseSketch = {
  size: 20,
  maxInFlight: '20%',
  failureBudget: budget(1),
  before: [approval({ count: 2, always: true }), window, checkGate({ forMs: 60_000 })],
  steps: [step(2), step(10, 3_600_000, approval()), step('100%')],
  checks: [checkGate({ name: 'after' })],
}
const weakenings = ({ phases = {}, whole }: Change): readonly string[] => {
  const world = launched({ phases: [first, second], guards: [guard], failureBudget: budget(5) })
  return drafted(world, changed(world, phases, whole)).weakenings
}
const gatesWith = (n: number, change: object) =>
  second.before?.map((gate, i) => (i === n ? { ...gate, ...change } : gate)) as ResolvedPhase['before']

describe('what is less careful is named, in a sentence', () => {
  it.each<[string, Change, string[]]>([
    [
      'more in flight',
      { phases: { p0: { maxInFlight: 5 } } },
      ['Phase “Phase 0” has up to 5 in flight instead of 4.'],
    ],
    [
      'a larger share in flight',
      { phases: { p1: { maxInFlight: '50%' } } },
      ['Phase “Phase 1” has up to 10 in flight instead of 4.'],
    ],
    [
      'a larger budget',
      { phases: { p1: { failureBudget: budget(3) } } },
      ['Phase “Phase 1” tolerates 3 failures instead of 1.'],
    ],
    [
      'no budget',
      { phases: { p1: { failureBudget: null } } },
      ['Phase “Phase 1” has no failure budget of its own any more.'],
    ],
    [
      'a budget that is not strict',
      { phases: { p0: { failureBudget: budget(2, 'abort') } } },
      ['Phase “Phase 0” does not hold concurrency to its failure budget any more (strict).'],
    ],
    [
      'a budget that only pauses',
      { phases: { p0: { failureBudget: budget(2, 'pause', true) } } },
      ['Phase “Phase 0” answers an exhausted failure budget with pause instead of abort.'],
    ],
    [
      'a larger budget of the rollout',
      { whole: { failureBudget: budget(6) } },
      ['The whole rollout tolerates 6 failures instead of 5.'],
    ],
    ['no spread', { phases: { p0: { spread: [] } } }, ['Phase “Phase 0” is not spread by region any more.']],
    [
      'a wider spread',
      { phases: { p0: { spread: [{ by: 'region', maxInFlight: 3 }] } } },
      ['Phase “Phase 0” has up to 3 in flight in region r1 instead of 2.'],
    ],
    [
      'a shorter soak',
      { phases: { p0: { soakMs: 30_000 } } },
      ['The soak of 1m after phase “Phase 0” lasts only 30s.'],
    ],
    [
      'no soak',
      { phases: { p0: { soakMs: 0 } } },
      ['There is no longer the soak of 1m after phase “Phase 0”.'],
    ],
    [
      'a smaller quorum',
      { phases: { p1: { before: gatesWith(0, { count: 1 }) } } },
      ['The approval by 2 before phase “Phase 1” needs 1 instead of 2.'],
    ],
    [
      'an approval by others',
      { phases: { p1: { before: gatesWith(0, { role: 'operator' }) } } },
      ['The approval by 2 before phase “Phase 1” may be given by operators instead of approvers.'],
    ],
    [
      'an approval by the launcher',
      { phases: { p1: { before: gatesWith(0, { notLauncher: false }) } } },
      ['The approval by 2 before phase “Phase 1” may be given by who launched it.'],
    ],
    [
      'an approval only where there is something',
      { phases: { p1: { before: gatesWith(0, { always: false }) } } },
      ['The approval by 2 before phase “Phase 1” is not asked for when the phase is empty.'],
    ],
    [
      'a longer window',
      { phases: { p1: { before: gatesWith(1, { to: '17:00' }) } } },
      [
        'The window mon, tue 09:00–16:00 UTC before phase “Phase 1” is mon, tue 09:00–17:00 UTC now, which is not within it.',
      ],
    ],
    [
      'another check',
      { phases: { p1: { before: gatesWith(2, { with: { url: 'b' } }) } } },
      [
        'The check “lag” before phase “Phase 1” looks at something else, and whether that is as strict cannot be told.',
      ],
    ],
    [
      'a check that has to hold less long',
      { phases: { p1: { before: gatesWith(2, { forMs: 1_000 }) } } },
      ['The check “lag” before phase “Phase 1” has to pass for 1s instead of 1m.'],
    ],
    [
      'no check afterwards',
      { phases: { p1: { checks: [] } } },
      ['There is no longer the check “after” after phase “Phase 1”.'],
    ],
    ['no guard', { whole: { guards: [] } }, ['The guard “errors” is gone.']],
    [
      'a patient guard',
      { whole: { guards: [{ ...guard, failAfterMs: 60_000 }] } },
      ['The guard “errors” pauses after 1m instead of 30s.'],
    ],
    [
      'another guard',
      { whole: { guards: [{ ...guard, with: {} }] } },
      ['The guard “errors” looks at something else, and whether that is as strict cannot be told.'],
    ],
    [
      'a step that is gone',
      { phases: { p1: { steps: [step(10, 3_600_000, approval()), step('100%')] } } },
      ['Phase “Phase 1” no longer stops after 2 of its 20.'],
    ],
  ])('%s', (_, change, words) => {
    expect(weakenings(change)).toEqual(words)
  })

  it('a gate that clusters are moved past, with the clusters', () => {
    const said = weakenings({ phases: { p1: { order: desc } } })
    expect(said).toEqual([
      expect.stringMatching(
        /^10 clusters do not wait for the soak of 1h between the steps of phase “Phase 1” any more: c1-18/,
      ),
      expect.stringMatching(
        /^10 clusters do not wait for the approval between the steps of phase “Phase 1” any more: c1-18/,
      ),
    ])
  })

  it('a phase that others do not wait for any more', () => {
    const said = weakenings({ phases: { p1: { after: [] } } })
    expect(said).toContainEqual(
      expect.stringMatching(/^20 clusters do not wait for phase “Phase 0” any more/),
    )
    expect(said, 'what stands behind it goes without saying').toHaveLength(1)
  })

  it('clusters that go to a phase with wider limits, past the gates of their own', () => {
    const said = weakenings({
      phases: {
        p0: { select: 'cluster.name.startsWith("c0-") || cluster.name == "c1-3"', maxInFlight: 4 },
        p1: {},
      },
    })
    expect(said).toContainEqual(
      'Phase “Phase 0”, which takes clusters of “Phase 1”, tolerates 2 failures instead of 1.',
    )
    expect(said).toContainEqual(
      '1 cluster does not wait for the approval by 2 before phase “Phase 1” any more: c1-3.',
    )
  })

  it('phases that run at the same time, with the clusters of one', () => {
    const world = launched({ phases: [{ size: 10, maxInFlight: 4, failureBudget: budget(1) }] })
    const [all] = world.state.head.rules.policy.phases as [ResolvedPhase]
    const half = { ...all, select: 'cluster.name < "c0-5"', maxInFlight: 4 } as ResolvedPhase
    const rest = { ...all, id: 'rest', title: 'Rest', select: 'true', after: [] as string[] }
    const said = drafted(world, changed(world, {}, { phases: [half, rest] })).weakenings
    expect(said).toEqual([
      'Clusters of “Phase 0” are in phases that run at the same time, with up to 8 in flight instead of 4.',
      'The phases that clusters of “Phase 0” are in tolerate 2 failures together instead of 1.',
    ])
    const behind = { ...rest, after: ['p0'], failureBudget: budget(0) }
    expect(drafted(world, changed(world, {}, { phases: [half, behind] })).weakenings).toEqual([])
  })

  it('a gate that another one takes the place of, unless that asks for less', () => {
    const world = launched({ phases: [{ size: 4, maxInFlight: 1, before: [approval({ count: 2 })] }] })
    const [all] = world.state.head.rules.policy.phases as [ResolvedPhase]
    const said = (count: number) => {
      const part = {
        ...all,
        id: 'part',
        title: 'Part',
        select: 'cluster.name < "c0-2"',
        before: [approval({ count })],
      }
      const rest = { ...all, after: ['part'] }
      return drafted(world, changed(world, {}, { phases: [part, rest] })).weakenings
    }
    expect(said(2)).toEqual([])
    expect(said(1)).toEqual([
      '2 clusters do not wait for the approval by 2 before phase “Phase 0” any more: c0-0, c0-1.',
    ])
  })

  it('a statistical stop that is gone or less easily moved', () => {
    const world = launched({ phases: [{ size: 10, stop: { falseAlarm: 0.05, baseline: 0.01 } }] })
    const said = (stop: ResolvedPhase['stop']) =>
      drafted(world, changed(world, { p0: { ...(stop ? { stop } : { stop: undefined as never }) } }))
        .weakenings
    expect(said(undefined)).toEqual(['Phase “Phase 0” has no statistical stop any more.'])
    expect(said({ falseAlarm: 0.01, baseline: 0.01 })).toEqual([
      'Phase “Phase 0” stops on stronger evidence only (falseAlarm).',
    ])
    expect(said({ falseAlarm: 0.05, baseline: 0.2 })).toEqual([
      'Phase “Phase 0” takes more failures for usual (baseline).',
    ])
  })
})

describe('what only tightens weakens nothing', () => {
  it.each<[string, Change]>([
    ['fewer in flight', { phases: { p0: { maxInFlight: 1 } } }],
    ['a smaller budget', { phases: { p0: { failureBudget: budget(0, 'abort', true) } } }],
    ['a budget that rolls back', { phases: { p1: { failureBudget: budget(1, 'abort') } } }],
    ['a longer soak', { phases: { p0: { soakMs: 90_000 } } }],
    ['one more gate', { phases: { p0: { before: [approval()] } } }],
    ['one more step', { phases: { p0: { steps: [step(1), step('100%')] } } }],
    ['a larger quorum', { phases: { p1: { before: gatesWith(0, { count: 3 }) } } }],
    ['a shorter window', { phases: { p1: { before: gatesWith(1, { from: '10:00', days: ['mon'] }) } } }],
    ['one more guard', { whole: { guards: [guard, { ...guard, name: 'more' }] } }],
    ['another title', { phases: { p0: { title: 'Otherwise' } } }],
    ['another order where no gate is between', { phases: { p0: { order: desc } } }],
  ])('%s', (_, change) => {
    expect(weakenings(change)).toEqual([])
  })
})
