import fs from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type TestServices, testAttempt, testCluster, testServices } from '@/lib/drivers/testing'
import { findCheck, runCheck } from './run-check'
import { beginVerify, lookAtChecks, type VerifyCheck, type VerifyState } from './verify'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function services(options: Parameters<typeof testServices>[0] = {}, secrets = {}): TestServices {
  const made = testServices(options, secrets)
  cleanups.push(() => made.host.close())
  return made
}

/** Serves one answer; counts and keeps what was asked. */
async function serve(answer: { status?: number; type?: string; body?: string; hang?: boolean }) {
  const seen: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    seen.push(request)
    if (answer.hang) return
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' })
    response.end(answer.body ?? '{"status":"UP","lag":3}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { seen, ctx: testAttempt(null, { step: 'verify', cluster: testCluster({ connection: { url } }) }) }
}

const health = (pass: string, more = {}) => ({
  check: 'http',
  with: { url: '{{ connection.url }}/health', pass, timeout: '1s', ...more },
})

describe('the http check', () => {
  it.each<[string, string, Parameters<typeof serve>[0], string]>([
    ['passes when its condition holds', 'response.status == 200', {}, 'pass'],
    ['reads the body', 'response.body.status == "UP" && response.body.lag < 5', {}, 'pass'],
    ['fails when it does not', 'response.body.lag < 3', {}, 'fail'],
    ['judges any status', 'response.status == 200', { status: 500 }, 'fail'],
    ['may want an error', 'response.status == 404', { status: 404 }, 'pass'],
    ['is unknown when a member is missing', 'response.body.absent == 1', {}, 'unknown'],
    [
      'is unknown when the body is garbage',
      'response.body.status != "DOWN"',
      { body: '{"status":' },
      'unknown',
    ],
    [
      'is unknown when a page answers',
      'response.body.status != "DOWN"',
      { type: 'text/html', body: '<p>hello' },
      'unknown',
    ],
    ['is unknown without an answer', 'response.status == 200', { hang: true }, 'unknown'],
    ['does not need a body it does not read', 'response.status == 200', { body: 'OK' }, 'pass'],
    ['reads plain text', 'response.body.startsWith("imok")', { type: 'text/plain', body: 'imok\n' }, 'pass'],
  ])('%s', async (_sentence, pass, answer, expected) => {
    const { ctx } = await serve(answer)
    expect((await runCheck(health(pass), ctx, services())).kind).toBe(expected)
  })

  it('keeps what it saw as evidence, without secrets', async () => {
    const { ctx, seen } = await serve({ body: '{"status":"UP","token":"s3cr3t-token"}' })
    const headers = { authorization: "{{ secret('token') }}" }
    const got = await runCheck(
      health('response.status == 200', { headers }),
      ctx,
      services({}, { token: 's3cr3t-token' }),
    )
    expect(got).toEqual({
      kind: 'pass',
      message: expect.stringContaining('answered 200'),
      observed: { status: 200, body: { status: 'UP', token: '•••' } },
    })
    expect(seen[0]?.headers.authorization).toBe('s3cr3t-token')
    expect(seen[0]?.headers).not.toHaveProperty('idempotency-key')
  })

  it('is unknown when the address is not allowed, or a secret cannot be read', async () => {
    const { ctx, seen } = await serve({})
    expect((await runCheck(health('true'), ctx, services({ privateNetworks: [] }))).kind).toBe('unknown')
    const headers = { authorization: "{{ secret('absent') }}" }
    expect((await runCheck(health('true', { headers }), ctx, services())).kind).toBe('unknown')
    expect(seen).toHaveLength(0)
  })
})

describe('the command check', () => {
  async function judge(script: string, more = {}) {
    const runbooksDir = await fs.mkdtemp(path.join(os.tmpdir(), 'checks-test-'))
    cleanups.push(() => fs.rm(runbooksDir, { recursive: true, force: true }))
    await fs.writeFile(path.join(runbooksDir, 'judge'), `#!/bin/bash\n${script}\n`, { mode: 0o755 })
    const used = services({ runbooksDir })
    return runCheck({ check: 'command', with: { run: 'judge', ...more } }, testAttempt(null), used)
  }

  it.each([
    ['echo fine; exit 0', 'pass', 'fine'],
    ['exit 0', 'pass', 'exit code 0'],
    ['echo "2 under-replicated" >&2; exit 1', 'fail', '2 under-replicated (exit code 1)'],
    ['echo later; exit 75', 'unknown', 'later (not known yet)'],
    ['kill -9 $$', 'fail', 'ended by SIGKILL'],
  ])('%s', async (script, kind, message) => {
    expect(await judge(script)).toMatchObject({ kind, message })
  })

  it('is unknown when it does not end in time, or does not exist', async () => {
    expect(await judge('sleep 60', { timeout: '200ms', stopGrace: '100ms' })).toMatchObject({
      kind: 'unknown',
      message: 'no end in time',
    })
    expect((await judge('exit 0', { run: 'absent' })).kind).toBe('unknown')
  })

  it('runs anew at every look', async () => {
    const marker = path.join(os.tmpdir(), `marker-${process.pid}-${Math.random()}`)
    cleanups.push(() => fs.rm(marker, { force: true }))
    const runbooksDir = await fs.mkdtemp(path.join(os.tmpdir(), 'checks-test-'))
    cleanups.push(() => fs.rm(runbooksDir, { recursive: true, force: true }))
    await fs.writeFile(path.join(runbooksDir, 'judge'), `#!/bin/bash\necho x >> ${marker}\n`, { mode: 0o755 })
    const used = services({ runbooksDir })
    for (let i = 0; i < 2; i += 1)
      await runCheck({ check: 'command', with: { run: 'judge' } }, testAttempt(null), used)
    expect(await fs.readFile(marker, 'utf8')).toBe('x\nx\n')
  })
})

describe('the simulated check', () => {
  it('passes for the share of attempts that it is told, the same way every time', async () => {
    const used = services()
    const section = { passRate: 0.8 }
    const kinds = async () =>
      Promise.all(
        Array.from(
          { length: 500 },
          async (_, i) =>
            (await runCheck({ check: 'simulator', with: section }, testAttempt(null, { key: `k${i}` }), used))
              .kind,
        ),
      )
    const first = await kinds()
    expect(await kinds()).toEqual(first)
    expect(first.filter((kind) => kind === 'pass').length).toBeGreaterThan(350)
    expect(first.filter((kind) => kind === 'fail').length).toBeGreaterThan(50)
    expect((await runCheck({ check: 'simulator', with: null }, testAttempt(null), used)).kind).toBe('pass')
  })
})

describe('running a check', () => {
  it('is unknown, never a pass, when nobody can make it or it breaks', async () => {
    const used = services()
    expect(await runCheck({ check: 'prometheus', with: {} }, testAttempt(null), used)).toMatchObject({
      kind: 'unknown',
    })
    expect(await runCheck({ check: '__proto__', with: {} }, testAttempt(null), used)).toMatchObject({
      kind: 'unknown',
    })
    expect(await runCheck({ check: 'http', with: { nonsense: 1 } }, testAttempt(null), used)).toMatchObject({
      kind: 'unknown',
    })
  })

  it.each([
    ['http', {}, ['url']],
    ['http', { url: 'x', pass: 'response.', timeout: '1s' }, ['pass']],
    ['http', { url: '{{ clutser.name }}', pass: 'true' }, ['url']],
    ['http', { url: 'x', pass: 'true', psas: 1 }, ['psas']],
    ['command', { run: 'x', timeout: '1d' }, ['timeout']],
    ['command', { run: '../x' }, ['run']],
    ['simulator', { passRate: 2 }, ['passRate']],
  ])('%s names what is wrong with %j', (name, section, at) => {
    expect(findCheck(name)?.validate(section)[0]?.path).toEqual(at)
  })
})

describe('verifying', () => {
  const check = (name: string, more: Partial<VerifyCheck>): VerifyCheck => ({
    name,
    check: 'simulator',
    with: null,
    forMs: 0,
    timeoutMs: 5_000,
    everyMs: 100,
    ...more,
  })

  /** Looks until there is a verdict, on a clock that jumps to the next look. */
  async function verify(checks: VerifyCheck[], used: TestServices = services()) {
    let now = 1_000_000
    const clocked = { ...used, now: () => now }
    let state: VerifyState = beginVerify(checks, now)
    for (let rounds = 1; ; rounds += 1) {
      // As an engine keeps it: through JSON.
      const round = await lookAtChecks(checks, JSON.parse(JSON.stringify(state)), testAttempt(null), clocked)
      if (round.verdict !== 'waiting') return { ...round, rounds, tookMs: now - 1_000_000 }
      state = round.state
      now += round.pollAfterMs
    }
  }

  it('passes when every check has held', async () => {
    const checks = [check('a', {}), check('b', { forMs: 1_000 })]
    expect(await verify(checks)).toMatchObject({ verdict: 'passed', tookMs: 1_000 })
  })

  it('fails by the check that fails, and says which', async () => {
    const checks = [check('a', {}), check('b', { with: { passRate: 0 }, timeoutMs: 700 })]
    expect(await verify(checks)).toMatchObject({
      verdict: 'failed',
      message: expect.stringMatching(/^b: the check failed/),
      tookMs: 700,
    })
  })

  it('passes without any check', async () => {
    expect(await verify([])).toMatchObject({ verdict: 'passed', rounds: 1 })
  })
})
