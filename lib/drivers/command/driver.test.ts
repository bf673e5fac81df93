import { describe, expect, it } from 'vitest'
import { runbookStand } from '@/lib/testing/drivers/runbook-stand'
import { type TestServices, testAttempt, testServices } from '../testing'
import { commandDriver } from './driver'

const stand = runbookStand()
const { runbook, script } = stand

describe('how a runbook ends', () => {
  it.each([
    ['exit 0', { kind: 'succeeded' }],
    [`echo '{"message":"all done"}'`, { kind: 'succeeded', message: 'all done' }],
    ['echo out; echo why >&2; exit 3', { kind: 'failed', message: 'why (exit code 3)' }],
    ['echo only out; exit 1', { kind: 'failed', message: 'only out (exit code 1)' }],
    ['exit 1', { kind: 'failed', message: 'exit code 1' }],
    ['echo busy; exit 75', { kind: 'lost', message: 'the runbook asks to be run again: busy' }],
    ['kill -9 $$', { kind: 'failed', message: 'ended by SIGKILL' }],
  ])('%s', async (body, expected) => {
    expect(await script(body)).toEqual(expected)
  })

  it('fails when its time is over', async () => {
    const seen = await script('sleep 60', { deadlineAt: Date.now() + 300 })
    expect(seen).toMatchObject({ kind: 'failed', message: expect.stringContaining('its time was over') })
  })

  it('shows progress and nodes while it runs', async () => {
    stand.services = testServices({ runbooksDir: stand.runbooksDir })
    await runbook(
      'script',
      `#!/bin/bash\necho '{"progress":0.4,"message":"m","node":"broker-2","nodeState":"restarted"}'; sleep 60`,
    )
    const ctx = testAttempt({ run: 'script' })
    const answer = await commandDriver.start(ctx, stand.services)
    const operationId = answer.kind === 'accepted' ? answer.operationId : null
    expect(operationId).toMatch(/^worker-1:\d+:\d+$/)
    await expect
      .poll(async () => commandDriver.observe({ ...ctx, operationId }, stand.services))
      .toEqual({
        kind: 'running',
        progress: 0.4,
        message: 'm',
        nodes: [{ name: 'broker-2', state: 'restarted', message: 'm' }],
        pollAfterMs: 1_000,
      })
    expect(await commandDriver.cancel({ ...ctx, operationId }, stand.services)).toEqual({ confirmed: true })
    expect(await commandDriver.observe({ ...ctx, operationId }, stand.services)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('cancelled'),
    })
  })

  it('is lost when its worker is shut down, which does not wait for its grace', async () => {
    stand.services = testServices({ runbooksDir: stand.runbooksDir })
    await runbook('script', `#!/bin/bash\ntrap '' TERM; echo up; while :; do sleep 0.05; done`)
    const ctx = testAttempt({ run: 'script', stopGrace: '60s' })
    await commandDriver.start(ctx, stand.services)
    await expect.poll(() => stand.services.lines.length).toBe(1)
    const began = performance.now()
    await stand.services.host.close()
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(
      await commandDriver.observe({ ...ctx, operationId: 'worker-1:1:1' }, stand.services),
    ).toMatchObject({
      kind: 'lost',
    })
    expect(await commandDriver.start({ ...ctx, key: 'late' }, stand.services)).toMatchObject({
      message: expect.stringContaining('the worker stops'),
    })
  })

  it('confirms a cancel only when it is gone', async () => {
    stand.services = testServices({ runbooksDir: stand.runbooksDir })
    await runbook('script', `#!/bin/bash\ntrap 'sleep 2; exit 0' TERM; echo up; while :; do sleep 0.05; done`)
    const ctx = testAttempt({ run: 'script', stopGrace: '10s' })
    await commandDriver.start(ctx, stand.services)
    await expect.poll(() => stand.services.lines.length).toBe(1)
    const attempt = { ...ctx, operationId: 'worker-1:1:1' }
    expect((await commandDriver.cancel(attempt, stand.services)).confirmed).toBe(false)
    await expect.poll(async () => (await commandDriver.cancel(attempt, stand.services)).confirmed).toBe(true)
  })
})

describe('an attempt of another worker', () => {
  const observed = (operationId: string | null) => ({ ...testAttempt({ run: 'record' }), operationId })
  const seen = (ago: number | null): TestServices => {
    const now = Date.now()
    const base = testServices({ runbooksDir: stand.runbooksDir })
    return { ...base, now: () => now, workerSeenAt: async () => (ago === null ? null : now - ago) }
  }

  it('runs as long as that worker lives', async () => {
    stand.services = seen(2_000)
    expect(await commandDriver.observe(observed('worker-2:10:20'), stand.services)).toMatchObject({
      kind: 'running',
    })
    expect(await commandDriver.cancel(observed('worker-2:10:20'), stand.services)).toMatchObject({
      confirmed: false,
    })
  })

  it.each([null, 8_000])('is lost when that worker was seen %s ms ago', async (ago) => {
    stand.services = seen(ago)
    expect(await commandDriver.observe(observed('worker-2:10:20'), stand.services)).toMatchObject({
      kind: 'lost',
    })
    expect(await commandDriver.cancel(observed('worker-2:10:20'), stand.services)).toEqual({
      confirmed: true,
    })
  })

  it('is lost when this worker should have it and does not', async () => {
    stand.services = seen(0)
    expect(await commandDriver.observe(observed('worker-1:10:20'), stand.services)).toMatchObject({
      kind: 'lost',
    })
    expect(await commandDriver.observe(observed(null), stand.services)).toMatchObject({ kind: 'lost' })
  })
})

describe('validation', () => {
  it.each([
    [
      {
        run: 'kafka/restart',
        args: ['--', '{{ params.version }}'],
        env: { KAFKA_HOME: '{{ connection.home }}' },
      },
    ],
    [{ run: 'restart.sh', stopGrace: '30s', params: { version: '{{ params.version }}' } }],
  ])('accepts %j', (section) => {
    expect(commandDriver.validate(section)).toEqual([])
  })

  it.each([
    [{}, ['run'], 'expected string', undefined],
    [{ run: 'x', arg: [] }, ['arg'], 'unknown field arg', 'args'],
    [{ run: 'x', args: 'a b' }, ['args'], 'expected array', undefined],
    [{ run: 'x', args: ['a', '{{ parms.b }}'] }, ['args', '1'], 'unknown name parms', 'params'],
    [{ run: 'x', env: { LD_PRELOAD: 'y' } }, ['env', 'LD_PRELOAD'], 'reserved', undefined],
    [{ run: 'x', env: { node_options: 'y' } }, ['env', 'node_options'], 'reserved', undefined],
    [{ run: 'x', env: { UPGRADER_STEP: 'y' } }, ['env', 'UPGRADER_STEP'], 'reserved', undefined],
    [{ run: 'x', env: { 'A B': 'y' } }, ['env', 'A B'], 'expected letters', undefined],
    [{ run: 'x', stopGrace: '2m' }, ['stopGrace'], 'at most', undefined],
    [{ run: '../x' }, ['run'], 'expected the name', undefined],
  ])('names what is wrong with %j', (section, at, message, suggestion) => {
    const [problem] = commandDriver.validate(section)
    expect(problem?.path).toEqual(at)
    expect(problem?.message).toContain(message)
    if (suggestion) expect(problem?.suggestion).toBe(suggestion)
  })
})
