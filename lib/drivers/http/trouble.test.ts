import { describe, expect, it } from 'vitest'
import { effectsPerTarget } from '@/lib/testing/control-plane/invariants'
import { type Fault, passingFaults } from '@/lib/testing/control-plane/modes'
import { httpStand, upgrade } from '@/lib/testing/drivers/http-stand'
import { testCluster, testServices } from '../testing'

const stand = httpStand()
const { setUp, attempt, start, observe, drive, effects } = stand

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
    await stand.plane.close()
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
    await stand.services.host.close()
    stand.services = testServices({ privateNetworks: [] }, { token: 'x' })
    expect(await start(attempt())).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('loopback'),
    })
    expect(stand.plane.journal.entries()).toHaveLength(0)
  })

  it('is not sent when the time of the attempt is over, and not waited for beyond it', async () => {
    await setUp({ default: { start: 'hang' } })
    const late = await start(attempt({ deadlineAt: Date.now() - 1 }))
    expect(late).toMatchObject({ kind: 'failed', message: expect.stringContaining('not sent') })
    expect(stand.plane.journal.entries()).toHaveLength(0)
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
    expect(stand.plane.journal.entries()).toHaveLength(0)
  })

  it('gets through a storm of every passing fault with one effect', async () => {
    await setUp({
      default: { durationMs: 100, delayMs: 50, random: { seed: 'storm', rate: 0.6, faults: passingFaults } },
    })
    const clusters = Array.from({ length: 12 }, (_, i) =>
      testCluster({ name: `c${i}`, connection: { url: stand.plane.url } }),
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
    const perTarget = effectsPerTarget(stand.plane.journal.entries())
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
    expect(stand.plane.journal.entries()).toHaveLength(0)
  })
})
