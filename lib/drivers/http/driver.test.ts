import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { effectsPerTarget, outcomes } from '@/lib/testing/control-plane/invariants'
import { type Fault, type Modes, passingFaults } from '@/lib/testing/control-plane/modes'
import { type ControlPlane, startControlPlane } from '@/lib/testing/control-plane/server'
import type { AttemptContext, Observation, StartAnswer } from '../driver'
import { type TestServices, testAttempt, testCluster, testServices } from '../testing'
import { httpDriver } from './driver'

let plane: ControlPlane
let services: TestServices
afterEach(async () => {
  await plane?.close()
  await services?.host.close()
})

const upgrade = {
  start: {
    method: 'POST',
    url: '{{ connection.url }}/clusters/{{ cluster.name }}/upgrades',
    headers: { authorization: "Bearer {{ secret('token') }}" },
    body: { version: '{{ params.version }}' },
    timeout: '1s',
    operationId: 'response.body.id',
  },
  observe: {
    method: 'GET',
    url: '{{ connection.url }}/upgrades/{{ operationId }}',
    every: '100ms',
    timeout: '1s',
    succeeded: 'response.body.state == "DONE"',
    failed: 'response.body.state == "ERROR"',
    progress: 'response.body.percent / 100.0',
    message: 'response.body.message',
  },
  cancel: { method: 'DELETE', url: '{{ connection.url }}/upgrades/{{ operationId }}', timeout: '1s' },
}

async function setUp(modes: Modes = {}, secrets: Record<string, string> = { token: 's3cr3t-token' }) {
  plane = await startControlPlane({ modes })
  services = testServices({}, secrets)
}

function attempt(more: Partial<AttemptContext> = {}, section: unknown = upgrade): AttemptContext {
  const cluster = testCluster({ connection: { url: plane.url } })
  return testAttempt(section, { cluster, params: { version: '2.0.0' }, ...more })
}

const start = async (ctx: AttemptContext) => httpDriver.start(ctx, services)
const observe = async (ctx: AttemptContext, operationId: string | null) =>
  httpDriver.observe({ ...ctx, operationId }, services)

/** Starts until accepted and polls until the end, the way an engine does. */
async function drive(ctx: AttemptContext) {
  const answers: StartAnswer[] = []
  const seen: Observation[] = []
  for (;;) {
    const answer = await start(ctx)
    answers.push(answer)
    if (answer.kind === 'transient') {
      await sleep(answer.retryAfterMs ?? 20)
      continue
    }
    if (answer.kind !== 'accepted') return { answers, seen }
    for (;;) {
      const observation = await observe(ctx, answer.operationId)
      seen.push(observation)
      if (observation.kind === 'transient') await sleep(observation.retryAfterMs ?? 20)
      else if (observation.kind === 'running') await sleep(20)
      else return { answers, seen }
    }
  }
}

const effects = () => effectsPerTarget(plane.journal.entries()).get('c1') ?? []

describe('the http driver', () => {
  it('starts, watches and succeeds, with the key on every request', async () => {
    await setUp()
    const { answers, seen } = await drive(attempt())
    expect(answers).toEqual([{ kind: 'accepted', operationId: 'op-1', pollAfterMs: 100 }])
    expect(seen[0]).toMatchObject({
      kind: 'running',
      message: expect.stringContaining('% done'),
      pollAfterMs: 100,
    })
    expect(seen[0]?.kind === 'running' && seen[0].progress).toBeLessThan(1)
    expect(seen.at(-1)).toEqual({ kind: 'succeeded', message: '100 % done' })
    expect(plane.operations.versionOf('c1')).toBe('2.0.0')
    const received = plane.journal.entries().filter((entry) => entry.type === 'received')
    expect(
      received.every(({ key, generation, step }) => key === 'k' && generation === 1 && step === 'apply'),
    ).toBe(true)
  })

  it('reports a failed operation with its message', async () => {
    await setUp({ default: { outcome: 'failed', durationMs: 30 } })
    const { seen } = await drive(attempt())
    expect(seen.at(-1)).toEqual({ kind: 'failed', message: 'the upgrade failed on broker 2' })
  })

  it('cancels, confirmed when the control plane says that it is over', async () => {
    await setUp({ default: { outcome: 'stuck' } })
    const answer = await start(attempt())
    expect(answer.kind).toBe('accepted')
    expect(await httpDriver.cancel({ ...attempt(), operationId: 'op-1' }, services)).toMatchObject({
      confirmed: true,
    })
    expect(outcomes(plane.journal.entries()).cancelled).toBe(1)
    expect(await httpDriver.cancel({ ...attempt(), operationId: 'gone' }, services)).toMatchObject({
      confirmed: true,
    })
    plane.setModes({ default: { cancel: 'unavailable' } })
    expect(await httpDriver.cancel({ ...attempt(), operationId: 'op-1' }, services)).toMatchObject({
      confirmed: false,
    })
    const { cancel: _, ...without } = upgrade
    const silent = { ...attempt({}, without), operationId: 'op-1' }
    expect(await httpDriver.cancel(silent, services)).toMatchObject({ confirmed: false })
  })

  it('says of what it comes too late to cancel that it has worked', async () => {
    await setUp({ default: { durationMs: 0 } })
    await start(attempt())
    const cancel = () => httpDriver.cancel({ ...attempt(), operationId: 'op-1' }, services)
    expect(await cancel()).toMatchObject({ confirmed: true, succeeded: true })
    plane.setModes({ default: { poll: 'unavailable' } })
    expect(await cancel()).toMatchObject({ confirmed: false })
  })

  it('is done by a good answer when there is nothing to observe', async () => {
    await setUp({ default: { durationMs: 0 } })
    const { observe: _, ...section } = upgrade
    expect(await start(attempt({}, section))).toMatchObject({ kind: 'done' })
  })
})

describe('a start that meets trouble', () => {
  const transient: [Fault, number | null, boolean][] = [
    ['hang', null, false],
    ['garbage', null, false],
    ['html', null, false],
    ['busy', 1_000, true],
    ['unavailable', null, false],
    ['cut', null, false],
    ['lost', null, false],
    ['lost-slowly', null, false],
  ]
  it.each(transient)(
    'is transient after %s, and the next one with the same key has the only effect',
    async (fault, retryAfterMs, surelyNotBegun) => {
      await setUp({ default: { start: fault, times: 1, durationMs: 20 } })
      const answer = await start(attempt())
      expect(answer).toMatchObject({ kind: 'transient', retryAfterMs })
      expect('notBegun' in answer).toBe(surelyNotBegun)
      expect((await start(attempt())).kind).toBe('accepted')
      expect(effects()).toHaveLength(1)
    },
  )

  it('has surely begun nothing where nobody listens', async () => {
    await setUp()
    await plane.close()
    expect(await start(attempt())).toMatchObject({ kind: 'transient', notBegun: true })
  })

  it('is looked for by its key where the key is the id, and cannot be where only the answer names it', async () => {
    await setUp()
    const { operationId: _, ...unnamed } = upgrade.start
    expect(await observe(attempt({}, { ...upgrade, start: unnamed }), null)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/answered 404/),
    })
    expect(await observe(attempt(), null)).toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('not recorded'),
    })
  })

  it('goes on with the operation that a conflict names', async () => {
    await setUp({ default: { start: 'conflict', durationMs: 20 } })
    const { answers, seen } = await drive(attempt())
    expect(answers).toEqual([{ kind: 'accepted', operationId: 'op-1', pollAfterMs: 100 }])
    expect(seen.at(-1)?.kind).toBe('succeeded')
  })

  it('fails after a conflict that names none', async () => {
    await setUp({ default: { start: 'conflict' } })
    const section = { ...upgrade, start: { ...upgrade.start, operationId: 'response.body.operation' } }
    expect(await start(attempt({}, section))).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('409'),
    })
    const { operationId: _, ...unnamed } = upgrade.start
    expect(await start(attempt({}, { ...upgrade, start: unnamed }))).toMatchObject({ kind: 'failed' })
  })

  it('fails when it is refused, in the words of the control plane', async () => {
    await setUp({ default: { start: 'refused' } })
    const answer = await start(attempt())
    expect(answer).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/answered 400: the version does not exist$/),
    })
    expect(effects()).toHaveLength(0)
  })

  it('fails on a redirect without following it', async () => {
    await setUp({ default: { start: 'redirect' } })
    expect(await start(attempt())).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('redirects'),
    })
  })

  it('fails when the address is not allowed, before anything is sent', async () => {
    await setUp()
    await services.host.close()
    services = testServices({ privateNetworks: [] }, { token: 'x' })
    expect(await start(attempt())).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('loopback'),
    })
    expect(plane.journal.entries()).toHaveLength(0)
  })

  it('is not sent when the time of the attempt is over, and not waited for beyond it', async () => {
    await setUp({ default: { start: 'hang' } })
    const late = await start(attempt({ deadlineAt: Date.now() - 1 }))
    expect(late).toMatchObject({ kind: 'failed', message: expect.stringContaining('not sent') })
    expect(plane.journal.entries()).toHaveLength(0)
    const patient = { start: { ...upgrade.start, timeout: '5m' } }
    const began = performance.now()
    expect((await start(attempt({ deadlineAt: Date.now() + 200 }, patient))).kind).toBe('transient')
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  it('waits for a secret that cannot be read, and names it', async () => {
    await setUp({}, {})
    expect(await start(attempt())).toMatchObject({
      kind: 'transient',
      message: 'the secret token cannot be read',
    })
    expect(plane.journal.entries()).toHaveLength(0)
  })

  it('gets through a storm of every passing fault with one effect', async () => {
    await setUp({
      default: { durationMs: 100, delayMs: 50, random: { seed: 'storm', rate: 0.6, faults: passingFaults } },
    })
    const clusters = Array.from({ length: 12 }, (_, i) =>
      testCluster({ name: `c${i}`, connection: { url: plane.url } }),
    )
    // Here a request that is given up too early is one more fault.
    const hasty = {
      start: { ...upgrade.start, timeout: '300ms' },
      observe: { ...upgrade.observe, timeout: '300ms' },
    }
    const runs = await Promise.all(
      clusters.map((cluster) => drive(attempt({ cluster, key: `key-${cluster.name}` }, hasty))),
    )
    expect(runs.every(({ seen }) => seen.at(-1)?.kind === 'succeeded')).toBe(true)
    expect(
      runs.flatMap(({ answers }) => answers).filter(({ kind }) => kind === 'transient').length,
    ).toBeGreaterThan(5)
    const perTarget = effectsPerTarget(plane.journal.entries())
    expect([...perTarget.values()].map((list) => list.length)).toEqual(clusters.map(() => 1))
  })
})

describe('a poll that meets trouble', () => {
  it.each(['hang', 'garbage', 'html', 'busy', 'unavailable', 'cut', 'redirect'] as const)(
    'learns nothing from %s, and is asked again',
    async (fault) => {
      await setUp({ default: { poll: fault, times: 1, durationMs: 0 } })
      await start(attempt())
      expect((await observe(attempt(), 'op-1')).kind).toBe('transient')
      expect((await observe(attempt(), 'op-1')).kind).toBe('succeeded')
    },
  )

  it('honours Retry-After', async () => {
    await setUp({ default: { poll: 'busy', retryAfterS: 7, durationMs: 0 } })
    await start(attempt())
    expect(await observe(attempt(), 'op-1')).toMatchObject({ kind: 'transient', retryAfterMs: 7_000 })
  })

  it('never takes a page for success, even if its condition would like to', async () => {
    await setUp({ default: { poll: 'html' } })
    await start(attempt())
    const hopeful = { ...upgrade.observe, succeeded: 'response.body.state != "RUNNING"' }
    expect((await observe(attempt({}, { ...upgrade, observe: hopeful }), 'op-1')).kind).toBe('transient')
  })

  it('fails when the control plane does not know the operation', async () => {
    await setUp()
    expect(await observe(attempt(), 'op-9')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('404'),
    })
  })

  it('prefers failure when the answer says both, and success to a failure that has no answer', async () => {
    await setUp({ default: { durationMs: 0 } })
    await start(attempt())
    const both = { ...upgrade.observe, failed: 'response.status == 200' }
    expect((await observe(attempt({}, { ...upgrade, observe: both }), 'op-1')).kind).toBe('failed')
    const absent = { ...upgrade.observe, failed: 'response.body.error.code == 5' }
    expect((await observe(attempt({}, { ...upgrade, observe: absent }), 'op-1')).kind).toBe('succeeded')
  })

  it('ignores progress and messages that are none', async () => {
    await setUp({ default: { outcome: 'stuck' } })
    await start(attempt())
    const odd = { ...upgrade.observe, progress: 'response.body.state', message: 'response.body.absent' }
    expect(await observe(attempt({}, { ...upgrade, observe: odd }), 'op-1')).toMatchObject({
      progress: null,
      message: null,
    })
    const far = { ...upgrade.observe, progress: '40 / 2' }
    expect(await observe(attempt({}, { ...upgrade, observe: far }), 'op-1')).toMatchObject({ progress: 1 })
  })

  it('is not judged at all without a recorded answer to the start', async () => {
    await setUp()
    expect((await observe(attempt(), null)).kind).toBe('transient')
    expect(plane.journal.entries()).toHaveLength(0)
  })
})

describe('what goes over the wire', () => {
  it('keeps hostile values in their place of the URL', async () => {
    await setUp()
    const section = {
      start: { url: '{{ connection.url }}/clusters/{{ params.name }}/upgrades?x={{ params.name }}' },
    }
    for (const name of ['../../admin', 'a/b?c=d#e', 'ä €', '%2e%2e', 'x y;$(id)', 'a@b:c']) {
      await start(attempt({ params: { name }, key: name.length.toString() }, section))
      expect(plane.journal.entries().at(-1)).toMatchObject({ action: 'start', cluster: name })
    }
    for (const name of ['..', '.', '']) {
      expect(await start(attempt({ params: { name } }, section))).toMatchObject({
        kind: 'failed',
        message: expect.stringContaining('path'),
      })
    }
  })

  it('shows secrets neither in messages nor in the log', async () => {
    await setUp({ default: { start: 'refused' } }, { token: 's3cr3t-token' })
    const leaky = { ...upgrade.start, url: "{{ connection.url }}/{{ secret('token') }}" }
    const answer = await start(attempt({}, { ...upgrade, start: leaky }))
    const echoed = { ...upgrade.start, url: "nonsense://{{ secret('token') }}" }
    const refused = await start(attempt({}, { ...upgrade, start: echoed }))
    expect(answer.kind).toBe('failed')
    expect(JSON.stringify([answer, refused, services.lines])).not.toContain('s3cr3t-token')
  })

  it('reads secrets that the connection of the cluster refers to', async () => {
    await setUp()
    const cluster = testCluster({ connection: { url: plane.url, token: "Bearer {{ secret('token') }}" } })
    const section = {
      start: { url: '{{ connection.url }}/x', headers: { authorization: '{{ connection.token }}' } },
    }
    expect(await start(attempt({ cluster }, section))).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('404'),
    })
    const missing = testCluster({ connection: { url: plane.url, token: "{{ secret('other') }}" } })
    expect(await start(attempt({ cluster: missing }, section))).toMatchObject({
      message: 'the secret other cannot be read',
    })
  })
})

describe('validation', () => {
  it('accepts the documented example', () => {
    expect(httpDriver.validate(upgrade)).toEqual([])
  })

  it.each([
    [{}, ['start'], 'expected object', undefined],
    [{ start: { url: 'x', operationID: 'y' } }, ['start', 'operationID'], 'unknown field', 'operationId'],
    [{ start: { url: 'x', method: 'FETCH' } }, ['start', 'method'], 'expected one of', undefined],
    [{ start: { url: '{{ cluster.name' } }, ['start', 'url'], 'never closed', '}}'],
    [{ start: { url: '{{ conection.url }}/x' } }, ['start', 'url'], 'unknown name conection', 'connection'],
    [{ start: { url: '{{ operationId }}/x' } }, ['start', 'url'], 'unknown name operationId', undefined],
    [
      { start: { url: 'x', body: { a: ['{{ parms.b }}'] } } },
      ['start', 'body', 'a', '0'],
      'unknown name',
      'params',
    ],
    [
      { start: { url: 'x', headers: { 'Idempotency-Key': 'y' } } },
      ['start', 'headers', 'Idempotency-Key'],
      'itself',
      undefined,
    ],
    [
      { start: { url: 'x', headers: { 'a b': 'y' } } },
      ['start', 'headers', 'a b'],
      'not the name',
      undefined,
    ],
    [{ start: { url: 'x', timeout: '1 day' } }, ['start', 'timeout'], 'expected a duration', undefined],
    [{ start: { url: 'x' }, observe: { url: 'x' } }, ['observe', 'succeeded'], 'expected string', undefined],
    [
      { start: { url: 'x' }, observe: { url: 'x', succeeded: 'response.status ==' } },
      ['observe', 'succeeded'],
      'unexpected',
      undefined,
    ],
    [
      { start: { url: 'x' }, observe: { url: 'x', succeeded: 'true', every: '1ms' } },
      ['observe', 'every'],
      'at least',
      undefined,
    ],
  ])('names what is wrong with %j', (section, path, message, suggestion) => {
    const [problem] = httpDriver.validate(section)
    expect(problem?.path).toEqual(path)
    expect(problem?.message).toMatch(new RegExp(message, 'i'))
    if (suggestion) expect(problem?.suggestion).toBe(suggestion)
  })
})
