import { describe, expect, it } from 'vitest'
import type { Answer } from './observation'
import { makeRollout, succeeds, World } from './rollout-kit'

describe('attempts', () => {
  it('leave some hundred events about progress behind, however long they take and however often they are asked', () => {
    for (const seconds of [60, 1_800, 36_000]) {
      const polls = 1_000
      const pollAfterMs = (seconds * 1_000) / polls
      let seen = 0
      const world = new World(
        makeRollout({ phases: [{ size: 1 }], operation: { timeoutMs: 86_400_000 } }),
        ({ kind }) => {
          if (kind === 'start')
            return { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs } }
          seen += 1
          if (seen >= polls) return { after: 0, answer: succeeds }
          const said = { progress: seen / polls, message: `look ${seen}`, nodes: null }
          return { after: 0, answer: { kind: 'running', ...said, pollAfterMs } }
        },
      ).run()
      expect(world.state.head.state).toBe('succeeded')
      const told = world.log.filter(({ type }) => type === 'target.progressed')
      expect(told.length).toBeGreaterThan(40)
      expect(told.length).toBeLessThan(220)
    }
  })

  it('tell of progress at most once a second, and of the last that was kept back', () => {
    let polls = 0
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), ({ kind }) => {
      if (kind === 'start')
        return { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 100 } }
      polls += 1
      return polls > 30
        ? { after: 0, answer: succeeds }
        : {
            after: 0,
            answer: { kind: 'running', progress: polls / 100, message: null, nodes: null, pollAfterMs: 100 },
          }
    }).run()
    const told = world.log.filter(({ type }) => type === 'target.progressed')
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect(told.length).toBeLessThanOrEqual(5)
  })

  const node = (state: string) => ({ state, message: null })
  const running = (nodes: object, pollAfterMs: number) =>
    ({ kind: 'running', progress: null, message: null, nodes, pollAfterMs }) as Answer
  const ends: [string, Answer, object][] = [
    [
      'succeed',
      { kind: 'succeeded', message: null, nodes: { b: node('done') } },
      { a: node('done'), b: node('done') },
    ],
    [
      'fail',
      { kind: 'failed', message: 'no', nodes: { b: node('down') } },
      { a: node('done'), b: node('down') },
    ],
    ['are lost', { kind: 'lost', message: 'gone' }, { a: node('done'), b: node('busy') }],
  ]
  it.each(ends)('that %s tell where each node came to rest, also what was kept back', (_, end, nodes) => {
    const seen = [running({ a: node('busy') }, 100), running({ a: node('done'), b: node('busy') }, 100), end]
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), ({ kind }) => {
      if (kind === 'start')
        return { after: 0, answer: { kind: 'accepted', operationId: 'x', pollAfterMs: 100 } }
      return { after: 0, answer: seen.shift() ?? end }
    }).run()
    expect(world.target('c0-0').nodes).toEqual(nodes)
  })

  it('that say nothing new of their nodes at the end leave no event about it', () => {
    const answer: Answer = { kind: 'succeeded', message: null, nodes: {} }
    const world = new World(makeRollout({ phases: [{ size: 1 }] }), () => ({ after: 0, answer })).run()
    expect(world.state.head.state).toBe('succeeded')
    expect(world.types()).not.toContain('target.progressed')
  })
})
