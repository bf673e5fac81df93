import { describe, expect, it } from 'vitest'
import type { AnswerCommand } from './answer-gate'
import { approval, makeRollout, type PhaseSketch, World, webhook } from './rollout-kit'
import { waitingFor } from './waiting'

const world = (...phases: PhaseSketch[]) => new World(makeRollout({ phases }))
const asking = () => world({ size: 2, before: [webhook({ expiresMs: 60_000 })] }).run(1_000)
const answer = (more: Partial<AnswerCommand> = {}): AnswerCommand => ({
  type: 'answer-gate',
  gate: 'p0.before.0',
  verdict: 'open',
  reason: 'CHG-12 is approved',
  round: 0,
  planHash: 'plan',
  failedSince: [],
  ...more,
})
const go = { type: 'resume', reason: null, acknowledge: null, userId: 5 } as const
const facts = { held: [], retrying: [], workerAlive: true }

describe('a webhook gate', () => {
  it('holds its phase and says whom it waits for, since when and until when', () => {
    const one = asking()
    expect(one.starts).toEqual([])
    expect(waitingFor(one.state, facts, one.now)).toMatchObject([
      {
        kind: 'webhook',
        message: 'Waits for the answer of “change-board”.',
        since: 0,
        until: 60_000,
        targets: 2,
        unblockedBy: '“change-board”, by a signed call',
      },
    ])
  })

  it('opens by the answer, which is kept with what it said', () => {
    const one = asking().send(answer())
    expect(one.log.slice(-2).map(({ type }) => type)).toEqual(['gate.answered', 'gate.opened'])
    expect(one.state.gates[0]).toMatchObject({
      state: 'open',
      evidence: { kind: 'pass', message: 'CHG-12 is approved', at: 1_000 },
    })
    expect(one.run().state.head.state).toBe('succeeded')
  })

  it('refused pauses with the reason; a resume asks anew, in another round', () => {
    const one = asking()
      .send(answer({ verdict: 'refuse', reason: 'a freeze of the bank' }))
      .run()
    expect(one.state.head).toMatchObject({
      state: 'paused',
      pauseCause: 'gate_rejected',
      pauseDetail: 'change-board refused p0.before.0: a freeze of the bank',
    })
    expect(waitingFor(one.state, facts, one.now)[1]).toMatchObject({
      kind: 'webhook',
      message: '“change-board” refused: a freeze of the bank.',
      unblockedBy: 'an operator: resume it, which asks anew',
    })
    one.send(go).run(2_000)
    expect(one.state.gates[0]).toMatchObject({ state: 'closed', round: 1, evidence: null })
    expect(() => one.send(answer())).toThrow(
      'stale: This answers round 0 of the gate, which is in round 1 now.',
    )
    one.send(answer({ round: 1 })).run()
    expect(one.state.head.state).toBe('succeeded')
  })

  it('without an answer expires, which pauses and never opens', () => {
    const one = asking().run()
    expect(one.state.gates[0]?.state).toBe('expired')
    expect(one.state.head).toMatchObject({
      state: 'paused',
      pauseCause: 'gate_expired',
      pauseDetail: 'change-board did not answer for p0.before.0 in time',
    })
    expect(one.starts).toEqual([])
  })

  it('can be answered while the rollout is paused, and nothing starts before it is resumed', () => {
    const one = asking().send({ type: 'pause', reason: null }).send(answer()).run()
    expect(one.starts).toEqual([])
    expect(one.send(go).run().state.head.state).toBe('succeeded')
  })

  it.each<[string, string, AnswerCommand, (one: World) => World]>([
    [
      'a gate that does not ask yet',
      'conflict: This gate does not ask yet',
      answer({ gate: 'p1.before.0' }),
      (one) => one,
    ],
    [
      'an approval',
      'conflict: This gate is not opened by an outside system.',
      answer({ gate: 'p1.before.1' }),
      (one) => one,
    ],
    ['no gate', 'not_found: This rollout has no gate', answer({ gate: 'p9' }), (one) => one],
    ['another plan', 'stale: You decided on the plan other', answer({ planHash: 'other' }), (one) => one],
    [
      'what has failed since it looked',
      'stale: Since you looked, a cluster has failed: c9',
      answer({ failedSince: ['c9'] }),
      (one) => one,
    ],
    ['a gate that is open', 'conflict: This gate is open already.', answer(), (one) => one.send(answer())],
    ['a gate that has expired', 'conflict: This gate is expired already.', answer(), (one) => one.run()],
    [
      'an aborted rollout',
      'conflict: This rollout is aborted.',
      answer(),
      (one) => one.send({ type: 'abort', reason: null, cancelInFlight: false }).run(),
    ],
  ])('an answer for %s is refused and changes nothing', (_, words, asked, bring) => {
    const one = bring(
      world(
        { size: 1, before: [webhook({ expiresMs: 60_000 })] },
        { size: 1, before: [webhook(), approval()] },
      ).run(1_000),
    )
    const before = one.log.length
    expect(() => one.send(asked)).toThrow(words)
    expect(one.log).toHaveLength(before)
  })

  it('may be refused in spite of what has failed since it looked', () => {
    const one = asking().send(answer({ verdict: 'refuse', failedSince: ['c9'] }))
    expect(one.state.gates[0]?.state).toBe('rejected')
  })
})
