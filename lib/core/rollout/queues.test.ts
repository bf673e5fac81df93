import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WaitQueues } from './queues'

const many = 1_000

/** Queues in which the given positions wait for one thing since the moment 0. */
function waiting(positions: readonly number[], until: number | null = null): WaitQueues<number> {
  const queues = new WaitQueues<number>((a, b) => a < b)
  for (const position of positions) queues.add('freeze:1', position, 0, until)
  return queues
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('positions that wait for the same', () => {
  it('are looked at again after a second, the first eight of them however many wait', () => {
    const queues = waiting(upTo(1_000).reverse())
    expect(queues.nextAt()).toBe(1_000)
    expect(queues.due(999, many)).toEqual([])
    expect(queues.due(1_000, many)).toEqual(upTo(8))
    expect(queues.probing).toBe(8)
    expect(queues.nextAt()).toBe(2_000)
  })

  it('are looked at in the moment in which what they wait for ends by itself', () => {
    const queues = waiting([3, 4], 1_700)
    expect(queues.due(1_000, many)).toEqual([3, 4])
    for (const position of [3, 4]) queues.add('freeze:1', position, 1_000, 1_700)
    expect(queues.nextAt()).toBe(1_700)
    expect(queues.due(1_699, many)).toEqual([])
    expect(queues.due(1_700, many)).toEqual([3, 4])
  })

  it('are not looked at all the time when the end has passed and it holds them nevertheless', () => {
    const queues = waiting([3], 500)
    expect(queues.due(500, many)).toEqual([3])
    queues.add('freeze:1', 3, 500, 500)
    expect(queues.nextAt()).toBe(1_500)
  })

  it('are looked at at once when one of them may go, twice as many each time', () => {
    const queues = waiting(upTo(1_000))
    let now = 1_000
    const widths: number[] = []
    for (let i = 0; i < 5; i++) {
      const due = queues.due(now, many)
      widths.push(due.length)
      queues.opened(due[0] as number)
      for (const position of due.slice(1)) queues.forget(position)
      expect(queues.nextAt()).toBe(Number.NEGATIVE_INFINITY)
      now += 1
    }
    expect(widths).toEqual([8, 16, 32, 64, 128])
  })

  it('are a few again after one of them was held up again', () => {
    const queues = waiting(upTo(100))
    const first = queues.due(1_000, many)
    for (const position of first) queues.opened(position)
    const next = queues.due(1_001, many)
    expect(next.length).toBeGreaterThan(8)
    for (const position of next) queues.add('freeze:1', position, 1_001)
    expect(queues.due(2_001, many)).toHaveLength(8)
  })

  it('are looked at at once when something is given free, and those that wait for other things are not', () => {
    const queues = waiting([5])
    queues.add('1:eu', 6, 0)
    queues.hurry('1:eu')
    queues.hurry('nobody waits for this')
    expect(queues.due(1, many)).toEqual([6])
    expect(queues.due(2, many)).toEqual([])
  })

  it('are all looked at every half minute, because a cluster may have got other labels', () => {
    const queues = waiting(upTo(100))
    const counts: number[] = []
    for (let now = 1_000; now <= 31_000; now += 1_000) {
      const due = queues.due(now, many)
      counts.push(due.length)
      for (const position of due) queues.add('freeze:1', position, now)
    }
    expect(counts.filter((count) => count === 100)).toHaveLength(1)
    expect(new Set(counts)).toEqual(new Set([8, 100]))
  })

  it('are looked at as many as there is room for, the rest of them next time', () => {
    const queues = waiting([1, 2, 3])
    queues.add('1:eu', 9, 0)
    expect(queues.due(1_000, 2)).toEqual([1, 2])
    expect(queues.due(1_000, 2)).toEqual([9])
    expect(queues.due(2_000, 2)).toEqual([3])
  })

  it('are in nobody’s way once they are all gone', () => {
    const queues = waiting([1])
    expect(queues.due(1_000, many)).toEqual([1])
    queues.forget(1)
    expect(queues.probing).toBe(0)
    expect(queues.nextAt()).toBe(Number.POSITIVE_INFINITY)
    expect(queues.due(60_000, many)).toEqual([])
  })

  it('are never lost and never doubled, and whoever waits is looked at within half a minute', () => {
    const steps = fc.array(
      fc.record({
        after: fc.integer({ min: 1, max: 3_000 }),
        goes: fc.nat(3),
        room: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 60 }), (list, count) => {
        const queues = waiting(upTo(count))
        const waits = new Set(upTo(count))
        let now = 0
        for (const { after, goes, room } of list) {
          now += after
          const due = queues.due(now, room)
          expect(due.length).toBeLessThanOrEqual(room)
          expect(new Set(due).size).toBe(due.length)
          due.forEach((position, i) => {
            expect(waits.delete(position)).toBe(true)
            if (i % 4 === goes) {
              queues.opened(position)
              return
            }
            queues.add('freeze:1', position, now)
            waits.add(position)
          })
          expect(queues.probing).toBe(0)
          if (waits.size > 0) expect(queues.nextAt()).toBeLessThanOrEqual(now + 1_000)
        }
        const left = queues.due(now + 31_000, many)
        expect(left.sort((a, b) => a - b)).toEqual([...waits].sort((a, b) => a - b))
      }),
    )
  })
})
