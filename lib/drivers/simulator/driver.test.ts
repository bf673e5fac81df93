import { describe, expect, it } from 'vitest'
import type { AttemptContext, DriverServices, Observation } from '../driver'
import { testCluster } from '../testing'
import { simulatorDriver } from './driver'

const cluster = testCluster({ nodes: ['a', 'b', 'c', 'd'] })
const at0 = Date.UTC(2030, 0, 1)

/** The simulator reads nothing of the services but the clock. */
const services = (now: number) => ({ now: () => now }) as DriverServices

function attempt(section: unknown, key = 'k'): AttemptContext {
  return {
    key,
    step: 'apply',
    generation: 1,
    cluster,
    params: {},
    previous: { version: '1.0.0' },
    with: section,
    deadlineAt: at0 + 7_200_000,
  }
}

/** Plays an attempt to its end, polling as asked; gives what was seen and how long it took. */
async function play(section: unknown, key = 'k') {
  const ctx = attempt(section, key)
  const answer = await simulatorDriver.start(ctx, services(at0))
  if (answer.kind !== 'accepted') return { answer, seen: [] as Observation[], tookMs: 0 }
  const seen: Observation[] = []
  for (let now = at0 + answer.pollAfterMs; ; ) {
    const observation = await simulatorDriver.observe(
      { ...ctx, operationId: answer.operationId },
      services(now),
    )
    seen.push(observation)
    if (observation.kind === 'running') now += observation.pollAfterMs
    else if (observation.kind === 'transient') now += 1_000
    else return { answer, seen, tookMs: now - at0 }
  }
}

describe('the simulator', () => {
  it('is done at once, without a promise, when it takes no time', () => {
    expect(simulatorDriver.start(attempt({ seconds: 0 }), services(at0))).toEqual({ kind: 'done' })
  })

  it('takes exactly the seconds it is told, with rising progress', async () => {
    const { seen, tookMs } = await play({ seconds: 20 })
    expect(tookMs).toBe(20_000)
    expect(seen.at(-1)).toEqual({ kind: 'succeeded' })
    const progress = seen.flatMap((observation) =>
      observation.kind === 'running' ? [observation.progress ?? 0] : [],
    )
    expect(progress.length).toBeGreaterThan(5)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
  })

  it('has the same fate for the same key and seed, another for another', async () => {
    const section = { seconds: { min: 1, max: 60 }, failRate: 0.5 }
    const lengths = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (key) => (await play(section, key)).tookMs),
    )
    expect(
      await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await play(section, key)).tookMs)),
    ).toEqual(lengths)
    expect(new Set(lengths).size).toBe(4)
    expect((await play({ ...section, seed: 'other' }, 'a')).tookMs).not.toBe(lengths[0])
  })

  it('keeps to p50 and p90', async () => {
    const section = { seconds: { p50: 60, p90: 180 } }
    const lengths = (await Promise.all(Array.from({ length: 2_000 }, (_, i) => play(section, `k${i}`)))).map(
      ({ tookMs }) => tookMs / 1_000,
    )
    lengths.sort((a, b) => a - b)
    expect(lengths[1_000]).toBeGreaterThan(50)
    expect(lengths[1_000]).toBeLessThan(70)
    expect(lengths[1_800]).toBeGreaterThan(150)
    expect(lengths[1_800]).toBeLessThan(215)
  })

  it('fails the share that it is told', async () => {
    const runs = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => play({ seconds: 5, failRate: 0.2 }, `k${i}`)),
    )
    const failed = runs.filter(({ seen }) => seen.at(-1)?.kind === 'failed')
    expect(failed.length).toBeGreaterThan(150)
    expect(failed.length).toBeLessThan(250)
    expect(failed.every(({ tookMs }) => tookMs >= 500 && tookMs <= 5_000)).toBe(true)
    const instant = await play({ seconds: 0, failRate: 1 })
    expect(instant.answer.kind).toBe('failed')
  })

  it('fails what its condition matches, and what its condition cannot answer', async () => {
    expect((await play({ seconds: 5, failWhen: 'cluster.region == "eu-west-1"' })).seen.at(-1)?.kind).toBe(
      'failed',
    )
    expect((await play({ seconds: 5, failWhen: 'cluster.region == "us-east-1"' })).seen.at(-1)?.kind).toBe(
      'succeeded',
    )
    expect((await play({ seconds: 5, failWhen: 'params.absent == 1' })).seen.at(-1)?.kind).toBe('failed')
    expect((await play({ seconds: 0, failWhen: 'cluster.name == "c1"' })).answer.kind).toBe('failed')
  })

  it('flakes now and then, and gets through in the end', async () => {
    const runs = await Promise.all(
      Array.from({ length: 200 }, (_, i) => play({ seconds: 10, flakeRate: 0.3 }, `k${i}`)),
    )
    expect(runs.some(({ answer }) => answer.kind === 'transient')).toBe(true)
    const accepted = runs.filter(({ answer }) => answer.kind === 'accepted')
    expect(accepted.some(({ seen }) => seen.some((observation) => observation.kind === 'transient'))).toBe(
      true,
    )
    expect(accepted.every(({ seen }) => seen.at(-1)?.kind === 'succeeded')).toBe(true)
    const again = Array.from({ length: 60 }, (_, s) =>
      simulatorDriver.start(attempt({ seconds: 10, flakeRate: 0.3 }), services(at0 + s * 1_000)),
    )
    expect(new Set((await Promise.all(again)).map(({ kind }) => kind))).toEqual(
      new Set(['transient', 'accepted']),
    )
  })

  it('shows the nodes of the cluster one after the other', async () => {
    const { seen } = await play({ seconds: 20, nodes: true })
    const middle = seen.find(
      (observation) => observation.kind === 'running' && (observation.progress ?? 0) > 0.5,
    )
    expect(middle?.kind === 'running' && middle.nodes?.map((node) => `${node.name} ${node.state}`)).toEqual([
      'a restarted',
      'b restarted',
      'c restarting',
      'd waiting',
    ])
  })

  it('does not take a foreign operation id for its own', async () => {
    const observation = await simulatorDriver.observe({ ...attempt({}), operationId: 'op-1' }, services(at0))
    expect(observation.kind).toBe('lost')
  })

  it.each([
    [{ second: 3 }, ['second'], 'unknown field second', 'seconds'],
    [{ seconds: -1 }, ['seconds'], 'too small', undefined],
    [{ seconds: { min: 5, max: 1 } }, ['seconds', 'max'], 'must not be below min', undefined],
    [{ seconds: { p50: 5, p90: 1 } }, ['seconds', 'p90'], 'must not be below p50', undefined],
    [{ failRate: 2 }, ['failRate'], 'too big', undefined],
    [{ failWhen: 'clutser.name == "x"' }, ['failWhen'], 'unknown name clutser', 'cluster'],
    ['fast', [], 'invalid input', undefined],
  ])('names what is wrong with %j', (section, path, message, suggestion) => {
    const [problem] = simulatorDriver.validate(section)
    expect(problem?.path).toEqual(path)
    expect(problem?.message).toContain(message)
    expect(problem?.suggestion).toBe(suggestion)
  })

  it.each([{}, { seconds: 0 }, { seconds: { min: 1, max: 2 }, failRate: 0.1, nodes: true }])(
    'accepts %j',
    (section) => {
      expect(simulatorDriver.validate(section)).toEqual([])
    },
  )
})
