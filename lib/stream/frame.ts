import { ByteReader, ByteWriter } from './bytes'

/** Instants travel, and are kept on both sides, in tenths of a second. */
export const timeUnitMs = 100

/** The newest state of one target; times that are left out have not changed. */
export interface Change {
  /** Ordinal of the target in the rollout's fixed order: by phase, then position. */
  index: number
  cell: number
  /** Epoch ms, rounded to `timeUnitMs`; null = not started. */
  startedAt?: number | null
  finishedAt?: number | null
}

/** What changed between two sequence numbers, the newest state of each target only. */
export interface Frame {
  /** The reader must have applied everything up to here; -1 = forget all, this is everything. */
  from: number
  /** Everything up to here is contained. */
  seq: number
  /** Epoch ms at the server when the state was read, rounded to `timeUnitMs`. */
  at: number
  /** In ascending order of index, each index once. */
  changes: Change[]
}

const startedFollows = 1
const finishedFollows = 2

/**
 * Packs a frame: per change the distance to the index before with two flags in its low bits, the cell, and
 * times relative to the frame's own; three bytes for a change that is fresh and near its neighbour.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  const out = new ByteWriter()
  out.uint(frame.seq)
  out.uint(frame.from < 0 ? 0 : frame.seq - frame.from + 1)
  out.uint(frame.at / timeUnitMs)
  out.uint(frame.changes.length)
  let before = -1
  for (const change of frame.changes) {
    writeChange(out, change, before, frame.at)
    before = change.index
  }
  return out.done()
}

/** Unpacks a frame; throws a RangeError when the bytes are no frame. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = new ByteReader(bytes)
  const seq = reader.uint()
  const span = reader.uint()
  const at = reader.uint() * timeUnitMs
  const count = reader.uint()
  const changes: Change[] = []
  let index = -1
  for (let n = 0; n < count; n++) {
    const change = readChange(reader, index, at)
    changes.push(change)
    index = change.index
  }
  if (!reader.atEnd()) throw new RangeError('the frame goes on after its last change')
  return { from: span === 0 ? -1 : seq - span + 1, seq, at, changes }
}

function writeChange(out: ByteWriter, change: Change, before: number, at: number): void {
  const flags =
    (change.startedAt === undefined ? 0 : startedFollows) |
    (change.finishedAt === undefined ? 0 : finishedFollows)
  out.uint((change.index - before - 1) * 4 + flags)
  out.byte(change.cell)
  if (change.startedAt !== undefined) writeTime(out, change.startedAt, at)
  if (change.finishedAt !== undefined) writeTime(out, change.finishedAt, at)
}

function readChange(reader: ByteReader, before: number, at: number): Change {
  const head = reader.uint()
  const flags = head % 4
  const change: Change = { index: before + 1 + (head - flags) / 4, cell: reader.byte() }
  if (flags & startedFollows) change.startedAt = readTime(reader, at)
  if (flags & finishedFollows) change.finishedAt = readTime(reader, at)
  return change
}

/** Null is 0; a time is its distance back from the frame's, plus one step away from 0. */
function writeTime(out: ByteWriter, time: number | null, at: number): void {
  // Signed: a worker's clock may run ahead of the one that stamps the frame.
  out.uint(time === null ? 0 : folded((at - time) / timeUnitMs) + 1)
}

function readTime(reader: ByteReader, at: number): number | null {
  const value = reader.uint()
  return value === 0 ? null : at - unfolded(value - 1) * timeUnitMs
}

/** Maps integers of either sign to those from 0, small magnitudes to small numbers. */
const folded = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1)
const unfolded = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)
