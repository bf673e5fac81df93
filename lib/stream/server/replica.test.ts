import { describe, expect, it } from 'vitest'
import { textOfBytes } from '@/lib/stream/byte-text'
import { encodeFrame } from '@/lib/stream/frame'
import { Replica } from './replica'
import type { TargetRow } from './replica-rows'

const begin = 1_700_000_000_000

/** Targets that each take `steps` changes from start to end, one of them at random at a time. */
class Fleet {
  readonly rows: TargetRow[]
  private readonly at: Int32Array
  private seed = 1

  constructor(
    size: number,
    private readonly steps: number,
  ) {
    this.at = new Int32Array(size)
    this.rows = Array.from({ length: size }, (_, id) => ({
      id,
      phase_index: 0,
      state: 'pending' as const,
      retrying: false,
      progress: null,
      reason: null,
      message: null,
      started_at: null,
      finished_at: null,
    }))
  }

  change(now: number): TargetRow {
    // A generator of one line, so that the figure is the same in every run.
    this.seed = (this.seed * 48_271) % 0x7fffffff
    const id = this.seed % this.rows.length
    const step = ((this.at[id] ?? 0) + 1) % this.steps
    this.at[id] = step
    const row = this.rows[id] as TargetRow
    const started = step === 0 ? new Date(now) : (row.started_at ?? new Date(now))
    this.rows[id] = {
      ...row,
      state: step === this.steps - 1 ? 'succeeded' : 'applying',
      progress: step / this.steps,
      started_at: started,
      finished_at: step === this.steps - 1 ? new Date(now) : null,
    }
    return this.rows[id] as TargetRow
  }
}

/** Bytes on the wire per change over 30 s at 1,000 changes a second, a frame every 150 ms. */
function bytesPerChange(size: number, steps: number): number {
  const fleet = new Fleet(size, steps)
  const replica = new Replica(fleet.rows, 1, 0)
  let bytes = 0
  let seq = 0
  for (let frame = 1; frame <= 200; frame++) {
    const now = begin + frame * 150
    const rows = Array.from({ length: 150 }, () => fleet.change(now - 75))
    replica.advance(rows, seq + 150)
    const data = textOfBytes(encodeFrame(replica.frameSince(seq, now)))
    seq += 150
    bytes += Buffer.byteLength(`event: f\nid: ${seq}\ndata: ${data}\n\n`)
  }
  return bytes / seq
}

describe('a replica', () => {
  it.each([
    [1_000, 8],
    [1_000, 3],
    [10_000, 8],
  ])('costs at most 5 bytes on the wire per change with %i clusters of %i changes each', (size, steps) => {
    expect(bytesPerChange(size, steps)).toBeLessThan(5)
  })

  it('tells a reader that knows nothing only what has happened', () => {
    const fleet = new Fleet(100, 3)
    const replica = new Replica(fleet.rows, 1, 7)
    const frame = replica.frameSince(-1, begin)
    expect(frame).toMatchObject({ from: -1, seq: 7 })
    expect(frame.changes).toHaveLength(100)
    expect(encodeFrame(frame).length).toBeLessThan(220)
  })

  it('tells why a target failed to everybody, and what one at work says of its progress to whoever asks', () => {
    const fleet = new Fleet(3, 3)
    const replica = new Replica(fleet.rows, 1, 0)
    const row = { ...(fleet.rows[1] as TargetRow), state: 'applying' as const }
    replica.advance([{ ...row, message: '40 %' }], 1)
    expect(replica.notesSince(0, 10)).toEqual([])
    expect(replica.progressOf([0, 1, 99])).toEqual([null, '40 %', null])

    replica.advance([{ ...row, retrying: true, reason: 'error', message: 'broker 2 is gone' }], 2)
    expect(replica.notesSince(1, 10)).toEqual([[1, 'error', 'broker 2 is gone']])
    expect(replica.progressOf([1])).toEqual([null])

    replica.advance([{ ...row, message: '5 %' }], 3)
    expect(replica.notesSince(2, 10)).toEqual([[1, null, null]])
    replica.advance([{ ...row, message: '6 %' }], 4)
    expect(replica.notesSince(3, 10)).toEqual([])
  })

  it('tells nothing twice, and nothing that did not change', () => {
    const fleet = new Fleet(10, 3)
    const replica = new Replica(fleet.rows, 1, 0)
    const row = fleet.change(begin)
    replica.advance([row], 1)
    expect(replica.frameSince(0, begin).changes).toHaveLength(1)
    replica.advance([row], 2)
    expect(replica.frameSince(1, begin).changes).toEqual([])
  })
})
