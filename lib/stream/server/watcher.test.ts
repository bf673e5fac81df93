import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWatcher, type Watcher } from './watcher'

/** A database whose answers the test gives, one after the other. */
const asked: { answer(lastSeq: number): void; fail(): void }[] = []
const query = () =>
  new Promise((resolve, reject) => {
    asked.push({
      answer: (lastSeq) => resolve({ rows: [{ id: 7, last_seq: lastSeq }] }),
      fail: () => reject(new Error('away')),
    })
  })
const pool = { query } as unknown as pg.Pool
const settle = () => vi.advanceTimersByTimeAsync(0)

let watcher: Watcher
let told: number[]
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  told = []
  watcher = createWatcher({ pool, everyMs: 150, everyWhenDownMs: 1_000 })
  stop = watcher.watch(7, { advanced: (seq) => told.push(seq) })
})
afterEach(() => {
  watcher.close()
  vi.useRealTimers()
})

describe('the watcher', () => {
  it('looks by itself, and at once when something was changed through this process', async () => {
    await vi.advanceTimersByTimeAsync(150)
    asked[0]?.answer(4)
    await settle()
    watcher.look()
    expect(asked).toHaveLength(2)
    asked[1]?.answer(5)
    await settle()
    expect(told).toEqual([4, 5])
    await vi.advanceTimersByTimeAsync(149)
    expect(asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toHaveLength(3)
  })

  it('looks once more when a look was under way, however often it is asked', async () => {
    watcher.look()
    for (let n = 0; n < 5; n++) watcher.look()
    expect(asked).toHaveLength(1)
    asked[0]?.answer(4)
    await settle()
    expect(asked).toHaveLength(2)
    asked[1]?.answer(5)
    await settle()
    expect(asked).toHaveLength(2)
    expect(told).toEqual([4, 5])
  })

  it('asks a database that is away no more often than it does by itself', async () => {
    watcher.look()
    asked[0]?.fail()
    await settle()
    watcher.look()
    await vi.advanceTimersByTimeAsync(999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked).toHaveLength(2)
  })

  it('asks nothing while nobody watches, nor after the end', () => {
    stop()
    watcher.look()
    watcher.watch(7, { advanced: () => {} })
    watcher.close()
    watcher.look()
    expect(asked).toHaveLength(0)
  })
})
