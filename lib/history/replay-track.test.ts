import fc from 'fast-check'
import { expect, it } from 'vitest'
import { codeOf } from '@/lib/stream/cell'
import { readRoster } from '@/lib/stream/roster'
import { again, type ReplayDto } from './dto'
import { replayCodeOf } from './replay-code'
import { ReplayTrack } from './replay-track'

const column = { values: [''], at: [0, 0, 0] }
const roster = () =>
  readRoster({
    rollout: '1',
    planHash: 'h',
    phases: [{ id: 'a', title: 'A', size: 3 }],
    clusters: ['x', 'y', 'z'],
    provider: column,
    region: column,
    environment: column,
    tier: column,
    version: column,
  })
const code = (type: string) => replayCodeOf(type) as number

type Entry = readonly [target: number, at: number, type: string]
const page = (entries: readonly Entry[]): ReplayDto => ({
  last: entries.length,
  more: false,
  target: entries.map(([target]) => target),
  at: entries.map(([, at]) => at),
  code: entries.map(([, , type]) => code(type)),
  marks: [],
})
const trackOf = (entries: readonly Entry[]) => {
  const track = new ReplayTrack(roster())
  track.add(page(entries))
  return track
}
const cells = ({ store }: ReplayTrack) => [...store.columns.cells].map((cell) => cell >> 4)

it('shows each target as it was at the instant', () => {
  const track = trackOf([
    [0, 10, 'target.started'],
    [0, 20, 'target.attempt_ended'],
    [1, 25, 'target.skipped'],
    [0, 30, 'target.attempt_started'],
    [0, 40, 'target.succeeded'],
  ])
  const at = (instant: number) => {
    track.seek(instant)
    return cells(track)
  }
  const [pending, applying] = [codeOf('pending', false), codeOf('applying', false)]
  expect(at(9)).toEqual([pending, pending, pending])
  expect(at(10)).toEqual([applying, pending, pending])
  expect(at(26)).toEqual([codeOf('applying', true), codeOf('skipped', false), pending])
  expect(at(99)).toEqual([codeOf('succeeded', false), codeOf('skipped', false), pending])
  expect(track.store.columns.started[0]).toBe(10)
  expect(track.store.columns.finished[0]).toBe(40)
  expect(track.range).toEqual({ from: 10, to: 40 })
})

it('knows the states of the contract, and says nothing about events that move no target', () => {
  expect(code('target.verifying')).toBe(codeOf('verifying', false))
  expect(code('target.attempt_ended')).toBe(again)
  expect(replayCodeOf('target.progressed')).toBeNull()
  expect(replayCodeOf('phase.started')).toBeNull()
})

it('shows the same at an instant, wherever one comes from', () => {
  const types = [
    'target.started',
    'target.attempt_ended',
    'target.verifying',
    'target.failed',
    'target.retried',
  ]
  const entry = fc.tuple(fc.nat(2), fc.nat(100), fc.constantFrom(...types))
  const log = fc
    .array(entry, { maxLength: 40 })
    .map((entries) => entries.sort(([, one], [, other]) => one - other) as readonly Entry[])
  fc.assert(
    fc.property(log, fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }), (entries, instants) => {
      const wandering = trackOf(entries)
      for (const instant of instants) wandering.seek(instant)
      const direct = trackOf(entries)
      direct.seek(instants.at(-1) as number)
      expect(cells(wandering)).toEqual(cells(direct))
      expect(wandering.store.columns.counts).toEqual(direct.store.columns.counts)
      expect(wandering.store.columns.started).toEqual(direct.store.columns.started)
      expect(wandering.store.columns.finished).toEqual(direct.store.columns.finished)
    }),
  )
})
