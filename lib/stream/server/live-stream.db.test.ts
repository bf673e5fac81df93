import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { targetStates } from '@/lib/core/rollout/states'
import { isUnavailable } from '@/lib/server/outages'
import { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { bytesOfText } from '@/lib/stream/byte-text'
import { decodeFrame } from '@/lib/stream/frame'
import { NotesReader } from '@/lib/stream/notes'
import { readRoster } from '@/lib/stream/roster'
import { testDatabase } from '@/lib/testing/database'
import { type SyntheticRollout, syntheticRollout } from '@/lib/testing/synthetic-rollout'
import { Hub, type HubOptions } from './hub'
import { openLiveStream } from './live-stream'
import { loadReplica } from './replica-rows'
import { readRosterRows } from './roster-rows'
import { createWatcher, type Watcher } from './watcher'

const database = testDatabase()
const hubs: Hub[] = []
let watcher: Watcher
beforeAll(() => {
  watcher = createWatcher({ pool: database.pool, everyMs: 10 })
})
afterAll(() => watcher.close())
afterEach(() => {
  for (const hub of hubs.splice(0)) hub.close()
})

function makeHub(options: Partial<HubOptions> = {}): Hub {
  const hub = new Hub({
    pool: database.pool,
    watcher,
    readHeader: async (id) => ({ id }),
    onError: (error) => isUnavailable(error) || problems.push(error),
    ...options,
  })
  hubs.push(hub)
  return hub
}
const problems: unknown[] = []

async function makeStore(rollout: SyntheticRollout): Promise<RolloutStore> {
  const roster = await readRosterRows(database.pool, rollout.id)
  if (!roster) throw new Error('no roster')
  return new RolloutStore(readRoster(roster))
}

async function connect(hub: Hub, rollout: SyntheticRollout, since: number, user = 'ada') {
  const aborter = new AbortController()
  const response = await openLiveStream({
    hub,
    rolloutId: rollout.id,
    user,
    since,
    signal: aborter.signal,
    stillAllowed: async () => true,
  })
  const body = response?.body as ReadableStream<Uint8Array<ArrayBuffer>>
  const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  return { messages, notes: new NotesReader(), hangUp: () => aborter.abort() }
}

/** Applies what comes until the store is at `seq`. */
async function follow(hub: Hub, rollout: SyntheticRollout, store: RolloutStore, seq: number): Promise<void> {
  const { messages, notes, hangUp } = await connect(hub, rollout, store.seq)
  for await (const message of messages) {
    take(store, message, notes)
    if (store.seq >= seq) break
  }
  hangUp()
}

function take(store: RolloutStore, message: EventSourceMessage, notes: NotesReader): void {
  if (message.event === 'f') expect(store.apply(decodeFrame(bytesOfText(message.data)))).toBe(true)
  if (message.event === 'notes') store.annotate(notes.unpack(JSON.parse(message.data)))
}

async function expectSameAsTables(store: RolloutStore, rollout: SyntheticRollout): Promise<void> {
  const truth = await loadReplica(database.pool, rollout.id)
  expect([...store.columns.cells]).toEqual([...(truth?.columns.cells ?? [])])
  expect([...store.columns.started]).toEqual([...(truth?.columns.started ?? [])])
  expect([...store.columns.finished]).toEqual([...(truth?.columns.finished ?? [])])
  expect([...store.columns.counts]).toEqual([...(truth?.columns.counts ?? [])])
}

const size = 40
const date = fc.option(fc.date({ min: new Date(1e12), max: new Date(2e12), noInvalidDate: true }))
const change = fc.record({
  index: fc.nat(size - 1),
  state: fc.constantFrom(...targetStates),
  progress: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  retryAt: date,
  startedAt: date,
  finishedAt: date,
})
const burst = fc.array(change, { minLength: 1, maxLength: 30 })

describe('the console stream', () => {
  it('leaves a browser with exactly what the tables hold, for any changes and reconnects', async () => {
    const sessions = fc.array(fc.array(burst, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(sessions, fc.boolean(), async (connections, restarts) => {
        const rollout = await syntheticRollout(database.pool, { phases: [size - 10, 10] })
        const store = await makeStore(rollout)
        let hub = makeHub()
        for (const bursts of connections) {
          // A web process that was restarted knows nothing of what a browser has.
          if (restarts) hub = makeHub()
          const writing = (async () => {
            for (const changes of bursts) await rollout.move(changes)
            return rollout.announce('phase.started')
          })()
          await follow(hub, rollout, store, await writing)
        }
        await expectSameAsTables(store, rollout)
      }),
      { numRuns: 20 },
    )
    expect(problems).toEqual([])
  })

  it.each([
    ['by a server that has forgotten all about it', false],
    ['by a server that has followed for another browser', true],
  ])('brings a browser that was away for a long time to the same cells in one frame, %s', async (_, kept) => {
    const targets = 2_500
    const rollout = await syntheticRollout(database.pool, { phases: [targets] })
    const store = await makeStore(rollout)
    const first = makeHub()
    const all = Array.from({ length: targets }, (_, index) => index)
    await follow(
      first,
      rollout,
      store,
      await rollout.move(all.map((index) => ({ index, state: 'applying' }))),
    )
    const other = kept ? await connect(first, rollout, -1) : null
    // More events than one reading takes, and more failures than one telling of their reasons.
    for (const state of ['verifying', 'succeeded', 'failed', 'pending', 'applying'] as const)
      await rollout.move(all.map((index) => ({ index, state })))
    const seq = await rollout.move(
      all.map((index) => ({ index, state: 'failed', reason: 'error', message: `broker ${index} is gone` })),
    )
    const hub = kept ? first : makeHub()
    const feed = await hub.feed(rollout.id)
    await expect.poll(() => feed?.seq, { interval: 5, timeout: 20_000 }).toBe(seq)
    const { messages, notes, hangUp } = await connect(hub, rollout, store.seq)
    const frames: number[] = []
    for await (const message of messages) {
      take(store, message, notes)
      if (message.event === 'f') frames.push(store.seq)
      if (store.seq >= seq) break
    }
    hangUp()
    other?.hangUp()
    expect(frames).toEqual([seq])
    await expectSameAsTables(store, rollout)
  })

  it('tells reasons and messages, also to those who come later', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [3] })
    const hub = makeHub()
    const early = await makeStore(rollout)
    await follow(hub, rollout, early, 0)
    const seq = await rollout.move([
      { index: 1, state: 'failed', reason: 'error', message: 'broker 2 is gone' },
    ])
    const late = await makeStore(rollout)
    for (const store of [early, late]) {
      const { messages, notes, hangUp } = await connect(hub, rollout, store.seq)
      for await (const message of messages) {
        take(store, message, notes)
        if (message.event === 'notes') break
      }
      hangUp()
      expect(store.seq).toBe(seq)
      expect(store.noteOf(1)).toEqual({ reason: 'error', message: 'broker 2 is gone' })
    }
  })

  it('sends at once what changed of the header when something else than a target changed', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [3] })
    let state = 'running'
    const hub = makeHub({
      readHeader: async () => ({ title: 'Kafka', state, lastSeq: 1 }),
      headerEveryMs: 60_000,
    })
    const { messages, hangUp } = await connect(hub, rollout, -1)
    const headers: string[] = []
    for await (const message of messages) {
      if (message.event === 'rollout' || message.event === 'patch') headers.push(message.data)
      if (message.event === 'f' && headers.length === 1) {
        state = 'paused'
        await rollout.announce('rollout.paused')
      }
      if (headers.length === 2) break
    }
    hangUp()
    expect(headers).toEqual(['{"title":"Kafka","state":"running","lastSeq":1}', '{"state":["paused"]}'])
  })

  it('never goes back to a header that was read before the one it shows', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [3] })
    let answerLate = (_: { state: string }) => {}
    const late = new Promise<{ state: string }>((resolve) => {
      answerLate = resolve
    })
    const answers = [{ state: 'running' }, late, { state: 'paused' }, { state: 'aborted' }]
    const hub = makeHub({
      readHeader: async () => (await answers.shift()) ?? { state: 'aborted' },
      pulseMs: 5,
      headerEveryMs: 60_000,
    })
    const { messages, hangUp } = await connect(hub, rollout, -1)
    const states: string[] = []
    for await (const { event, data } of messages) {
      if (event === 'rollout') states.push(JSON.parse(data).state)
      if (event === 'patch') states.push(JSON.parse(data).state[0])
      // The pulse's reading is under way and the event's begins after it.
      if (event === 'f' && answers.length > 1) {
        await expect.poll(() => answers.length, { timeout: 10_000 }).toBe(2)
        await rollout.announce('rollout.paused')
      }
      if (states.at(-1) === 'paused') answerLate({ state: 'running' })
      if (states.at(-1) === 'aborted') break
    }
    hangUp()
    expect(states).toEqual(['running', 'paused', 'aborted'])
  })

  it('makes drift visible by a digest of the cells', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [3] })
    const store = await makeStore(rollout)
    const hub = makeHub({ pulseMs: 30 })
    const { messages, notes, hangUp } = await connect(hub, rollout, -1)
    for await (const message of messages) {
      take(store, message, notes)
      if (message.event !== 'hash') continue
      const { seq, hash } = JSON.parse(message.data)
      expect(store.agrees(seq, hash)).toBe(true)
      store.columns.cells[1] = 0xff
      expect(store.agrees(seq, hash)).toBe(false)
      break
    }
    hangUp()
  })

  it('sends a reader that was slow one full frame instead of all it missed', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [1_000] })
    const hub = makeHub()
    const { messages, notes, hangUp } = await connect(hub, rollout, -1)
    const all = Array.from({ length: 1_000 }, (_, index) => index)
    let last = 0
    for (let round = 0; round < 40; round++) {
      const state = round % 2 === 0 ? ('applying' as const) : ('verifying' as const)
      last = await rollout.move(all.map((index) => ({ index, state, startedAt: new Date(round * 1_000) })))
    }
    const store = await makeStore(rollout)
    let frames = 0
    for await (const message of messages) {
      take(store, message, notes)
      if (message.event === 'f') frames++
      if (store.seq === last) break
    }
    hangUp()
    // 64 KiB hold fifteen of these frames; what came after them arrives as one.
    expect(frames).toBeLessThan(25)
    await expectSameAsTables(store, rollout)
  })

  it('is over for a reader that hangs up while it is behind', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [1_000] })
    const hub = makeHub()
    const { messages, hangUp } = await connect(hub, rollout, -1)
    const reader = messages.getReader()
    const all = Array.from({ length: 1_000 }, (_, index) => index)
    const feed = await hub.feed(rollout.id)
    for (let round = 0; round < 40; round++) {
      const state = round % 2 === 0 ? ('applying' as const) : ('verifying' as const)
      const last = await rollout.move(
        all.map((index) => ({ index, state, startedAt: new Date(round * 1_000) })),
      )
      await expect.poll(() => feed?.seq, { interval: 5 }).toBe(last)
    }
    hangUp()
    // Whatever waited for the reader has run by the next turn of the event loop, which has to come.
    await new Promise((resolve) => setImmediate(resolve))
    await reader.cancel()
    const { messages: next, hangUp: leave } = await connect(hub, rollout, -1)
    for await (const message of next) if (message.event === 'f') break
    leave()
  })

  it('ends when the session no longer holds, and when the process ends', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [1] })
    const hub = makeHub()
    const revoked = await openLiveStream({
      hub,
      rolloutId: rollout.id,
      user: 'ada',
      since: -1,
      signal: new AbortController().signal,
      stillAllowed: async () => false,
      checkEveryMs: 10,
    })
    expect(await revoked?.text()).toContain('event: bye\ndata: {"reason":"session"}')
    const open = await openLiveStream({
      hub,
      rolloutId: rollout.id,
      user: 'ada',
      since: -1,
      signal: new AbortController().signal,
      stillAllowed: async () => true,
    })
    expect(hub.streamCount).toBe(1)
    hub.close()
    expect(await open?.text()).toContain('event: bye\ndata: {"reason":"shutdown"}')
    expect(hub.streamCount).toBe(0)
  })

  it('counts streams per user', async () => {
    const rollout = await syntheticRollout(database.pool, { phases: [1] })
    const hub = makeHub({ streamsPerUserMax: 2 })
    const one = await connect(hub, rollout, -1, 'ada')
    const two = await connect(hub, rollout, -1, 'ada')
    expect([hub.isFull('ada'), hub.isFull('bob')]).toEqual([true, false])
    one.hangUp()
    expect(hub.isFull('ada')).toBe(false)
    two.hangUp()
  })

  it('is nothing for a rollout that does not exist', async () => {
    const options = { user: 'ada', since: -1, signal: new AbortController().signal }
    const hub = makeHub()
    expect(
      await openLiveStream({ hub, rolloutId: 999_999, stillAllowed: async () => true, ...options }),
    ).toBeNull()
  })
})
