import { describe, expect, it } from 'vitest'
import { outcomes } from '@/lib/testing/control-plane/invariants'
import { httpStand, upgrade } from '@/lib/testing/drivers/http-stand'
import { testCluster } from '../testing'
import { httpDriver } from './driver'

const stand = httpStand()
const { setUp, attempt, start, drive } = stand

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
    expect(stand.plane.operations.versionOf('c1')).toBe('2.0.0')
    const received = stand.plane.journal.entries().filter((entry) => entry.type === 'received')
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
    expect(await httpDriver.cancel({ ...attempt(), operationId: 'op-1' }, stand.services)).toMatchObject({
      confirmed: true,
    })
    expect(outcomes(stand.plane.journal.entries()).cancelled).toBe(1)
    expect(await httpDriver.cancel({ ...attempt(), operationId: 'gone' }, stand.services)).toMatchObject({
      confirmed: true,
    })
    stand.plane.setModes({ default: { cancel: 'unavailable' } })
    expect(await httpDriver.cancel({ ...attempt(), operationId: 'op-1' }, stand.services)).toMatchObject({
      confirmed: false,
    })
    const { cancel: _, ...without } = upgrade
    const silent = { ...attempt({}, without), operationId: 'op-1' }
    expect(await httpDriver.cancel(silent, stand.services)).toMatchObject({ confirmed: false })
  })

  it('says of what it comes too late to cancel that it has worked', async () => {
    await setUp({ default: { durationMs: 0 } })
    await start(attempt())
    const cancel = () => httpDriver.cancel({ ...attempt(), operationId: 'op-1' }, stand.services)
    expect(await cancel()).toMatchObject({ confirmed: true, succeeded: true })
    stand.plane.setModes({ default: { poll: 'unavailable' } })
    expect(await cancel()).toMatchObject({ confirmed: false })
  })

  it('is done by a good answer when there is nothing to observe', async () => {
    await setUp({ default: { durationMs: 0 } })
    const { observe: _, ...section } = upgrade
    expect(await start(attempt({}, section))).toMatchObject({ kind: 'done' })
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
      expect(stand.plane.journal.entries().at(-1)).toMatchObject({ action: 'start', cluster: name })
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
    expect(JSON.stringify([answer, refused, stand.services.lines])).not.toContain('s3cr3t-token')
  })

  it('reads secrets that the connection of the cluster refers to', async () => {
    await setUp()
    const cluster = testCluster({
      connection: { url: stand.plane.url, token: "Bearer {{ secret('token') }}" },
    })
    const section = {
      start: { url: '{{ connection.url }}/x', headers: { authorization: '{{ connection.token }}' } },
    }
    expect(await start(attempt({ cluster }, section))).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('404'),
    })
    const missing = testCluster({ connection: { url: stand.plane.url, token: "{{ secret('other') }}" } })
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
