import { describe, expect, it } from 'vitest'
import { type Answer, blockedBy, currentQuorum, problemsOf } from './health.mjs'

const voters = [1, 2, 3].map((id) => ({ id, endOffset: 100n }))
const inSync = { topic: 'orders', partition: 0, leader: 1, replicas: [1, 2, 3], isr: [1, 2, 3] }

/** A broker that answers and sees all; `change` bends what it sees. */
function answer(node: number, partition: Partial<typeof inSync> = {}, brokers = [1, 2, 3]): Answer {
  const quorum = { leader: 2, highWatermark: 100n, voters }
  return { node, view: { brokers, partitions: [{ ...inSync, ...partition }] }, quorum }
}

const silent = (node: number): Answer => ({ node, view: null, quorum: null })

describe('problemsOf', () => {
  it('finds nothing when every broker sees every other and every replica in sync', () => {
    expect(problemsOf([answer(1), answer(2), answer(3)])).toEqual([])
  })

  it('names a broker that does not answer', () => {
    expect(problemsOf([answer(1), answer(2), silent(3)])).toEqual(['broker 3 does not answer'])
  })

  it('believes the one broker that sees a replica out of sync, however healthy it looks to the others', () => {
    expect(problemsOf([answer(1), answer(2, { isr: [1, 2] }), answer(3)])).toEqual([
      'partition orders-0 is out of sync on broker 3',
    ])
  })

  it('names a partition without a leader', () => {
    expect(problemsOf([answer(1, { leader: -1, isr: [] }), answer(2), answer(3)])).toEqual([
      'partition orders-0 is offline',
    ])
  })

  it('names a broker that another one does not see', () => {
    expect(problemsOf([answer(1), answer(2, {}, [1, 2]), answer(3)])).toEqual([
      'broker 3 is not registered in the eyes of broker 2',
    ])
  })

  it('leaves unsaid what is due only to the broker that was taken out', () => {
    const others = [answer(1, { isr: [1, 2] }, [1, 2]), answer(2, { isr: [1, 2] }, [1, 2])]
    expect(problemsOf([...others, silent(3)], 3)).toEqual([])
  })

  it('still names what else is wrong while a broker is out', () => {
    const others = [answer(1, { isr: [1] }, [1, 2]), answer(2, { isr: [1] }, [1, 2])]
    expect(problemsOf([...others, silent(3)], 3)).toEqual(['partition orders-0 is out of sync on broker 2'])
  })

  it('names a controller that lags behind, and a cluster without an active one', () => {
    const lagging = answer(1)
    lagging.quorum = {
      leader: 2,
      highWatermark: 500n,
      voters: voters.map((v) => ({ ...v, endOffset: v.id === 3 ? 449n : 500n })),
    }
    expect(problemsOf([lagging, answer(2), answer(3)])).toEqual([
      'controller 3 lags behind in the metadata log',
    ])
    const leaderless = [1, 2, 3].map((node) => ({ ...answer(node), quorum: null }))
    expect(problemsOf(leaderless)).toEqual(['no broker could tell who the active controller is'])
  })
})

describe('currentQuorum', () => {
  it('believes the description that has come furthest', () => {
    const late = answer(1)
    late.quorum = { leader: 3, highWatermark: 101n, voters }
    expect(currentQuorum([answer(2), late, silent(3)])?.leader).toBe(3)
  })
})

describe('blockedBy', () => {
  const minInSync = new Map([['orders', 2]])

  it('lets a broker go whose partitions keep enough replicas without it', () => {
    expect(blockedBy([inSync], minInSync, 1)).toEqual([])
  })

  it('keeps a broker that a partition needs to take writes', () => {
    expect(blockedBy([{ ...inSync, isr: [1, 2] }], minInSync, 1)).toEqual(['orders-0'])
  })

  it('keeps a broker that holds the only replica, and lets others go', () => {
    const single = { ...inSync, topic: 'single', replicas: [2], isr: [2] }
    expect(blockedBy([single], new Map(), 2)).toEqual(['single-0'])
    expect(blockedBy([single], new Map(), 1)).toEqual([])
  })
})
