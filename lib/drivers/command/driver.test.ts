import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AttemptContext, Observation } from '../driver'
import { type TestServices, testAttempt, testCluster, testServices } from '../testing'
import { commandDriver } from './driver'

let root: string
let runbooksDir: string
let services: TestServices

/** A runbook that tells exactly what it was given, as JSON. */
const recorder = `#!${process.execPath}
const chunks = []
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
  const stdin = Buffer.concat(chunks).toString('utf8')
  console.log(Buffer.from(JSON.stringify({ args: process.argv.slice(2), env: process.env, stdin })).toString('base64'))
})
`

beforeAll(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'runbooks-test-'))
  runbooksDir = path.join(root, 'runbooks')
  await fs.mkdir(path.join(runbooksDir, 'kafka'), { recursive: true })
  await runbook('record', recorder)
  await fs.writeFile(path.join(runbooksDir, 'plain.txt'), '#!/bin/sh\n', { mode: 0o644 })
  await fs.writeFile(path.join(root, 'outside'), '#!/bin/sh\n', { mode: 0o755 })
  await fs.symlink('../outside', path.join(runbooksDir, 'escape'))
  await fs.symlink('record', path.join(runbooksDir, 'alias'))
  await fs.symlink('circle', path.join(runbooksDir, 'circle'))
})
afterAll(() => fs.rm(root, { recursive: true, force: true }))
afterEach(() => services?.host.close())

async function runbook(name: string, script: string) {
  await fs.writeFile(path.join(runbooksDir, name), script, { mode: 0o755 })
}

/** Starts a runbook and looks until it ends. */
async function drive(ctx: AttemptContext): Promise<Observation> {
  services ??= testServices({ runbooksDir })
  const answer = await commandDriver.start(ctx, services)
  if (answer.kind !== 'accepted')
    throw new Error(`${answer.kind}: ${'message' in answer ? answer.message : ''}`)
  for (;;) {
    const seen = await commandDriver.observe({ ...ctx, operationId: answer.operationId }, services)
    if (seen.kind !== 'running') return seen
    await sleep(20)
  }
}

/** Runs the recorder and reads what it was given. */
async function record(section: object, more: Partial<AttemptContext> = {}) {
  services = testServices({ runbooksDir }, { token: 's3cr3t-token' })
  expect(await drive(testAttempt({ run: 'record', ...section }, more))).toEqual({ kind: 'succeeded' })
  const text = Buffer.from(services.lines[0]?.text ?? '', 'base64').toString('utf8')
  return JSON.parse(text) as { args: string[]; env: Record<string, string>; stdin: string }
}

async function script(body: string, more: Partial<AttemptContext> = {}) {
  services = testServices({ runbooksDir })
  await runbook('script', `#!/bin/bash\n${body}\n`)
  return drive(testAttempt({ run: 'script', stopGrace: '300ms' }, more))
}

const hostile = [
  '; touch /tmp/owned',
  '$(touch /tmp/owned)',
  '`id`',
  'a\nb',
  '-oProxyCommand=id',
  '--',
  'it\'s "quoted" \\',
  'ä€ 😀 \u202e',
  '* ? [a]',
  '%s%n',
  '',
  ' ',
  '\x1b[31m',
  '$'.concat('{IFS}'),
  '&& reboot || |',
]

describe('hostile parameters', () => {
  it('arrive byte for byte, each as one argument, in the environment and on standard input', async () => {
    const params = Object.fromEntries(hostile.map((value, i) => [`p${i}`, value]))
    const args = ['--', ...hostile.map((_, i) => `{{ params.p${i} }}`), 'x={{ params.p0 }}']
    const got = await record({ args }, { params })
    expect(got.args).toEqual(['--', ...hostile, `x=${hostile[0]}`])
    for (const [i, value] of hostile.entries()) expect(got.env[`UPGRADER_PARAM_P${i}`]).toBe(value)
    expect(JSON.parse(got.stdin).params).toEqual(params)
  })

  it('arrive whatever they are', async () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((text) => !text.includes('\0'))
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 8 }), fc.uuid(), async (values, key) => {
        const section = { args: ['--', ...values.map((_, i) => `{{ params.list[${i}] }}`)] }
        const got = await record(section, { params: { list: values }, key })
        await services.host.close()
        expect(got.args.slice(1)).toEqual(values)
        expect(JSON.parse(got.env.UPGRADER_PARAM_LIST ?? '')).toEqual(values)
      }),
      { numRuns: 15 },
    )
  })

  it('are never read as options', async () => {
    services = testServices({ runbooksDir })
    const params = { version: '-oX' }
    const refused = testAttempt({ run: 'record', args: ['{{ params.version }}'] }, { params })
    expect(await commandDriver.start(refused, services)).toEqual({
      kind: 'failed',
      message: 'argument 1 would be read as an option; write "--" before it',
    })
    const smuggled = testAttempt(
      { run: 'record', args: ['{{ params.a }}', '{{ params.b }}'] },
      { params: { a: '--', b: '-x' } },
    )
    expect((await commandDriver.start(smuggled, services)).kind).toBe('failed')
    await services.host.close()
    expect((await record({ args: ['--version', '{{ params.version }}'] }, { params })).args).toEqual([
      '--version',
      '-oX',
    ])
    expect((await record({ args: ['--version={{ params.version }}'] }, { params, key: 'k2' })).args).toEqual([
      '--version=-oX',
    ])
  })

  it('are refused when no program could be given them', async () => {
    services = testServices({ runbooksDir })
    const nul = testAttempt({ run: 'record', args: ['x{{ params.a }}'] }, { params: { a: 'a\0b' } })
    expect(await commandDriver.start(nul, services)).toEqual({
      kind: 'failed',
      message: 'argument 1 contains NUL',
    })
    const inEnv = testAttempt({ run: 'record' }, { params: { a: 'a\0b' } })
    expect(await commandDriver.start(inEnv, services)).toMatchObject({
      message: 'the variable UPGRADER_PARAM_A contains NUL',
    })
    const twins = testAttempt({ run: 'record' }, { params: { 'a-b': 1, a_b: 2 } })
    expect(await commandDriver.start(twins, services)).toMatchObject({
      message: expect.stringContaining('would share'),
    })
  })
})

describe('what a runbook is given', () => {
  it('is the whole attempt, and nothing of the worker', async () => {
    process.env.DATABASE_URL_CANARY = 'postgres://secret'
    const cluster = testCluster({
      name: 'kafka-1',
      connection: { url: 'x:1', password: "{{ secret('token') }}" },
    })
    const section = {
      args: ['{{ cluster.name }}', '{{ params.count }}', "{{ secret('token') }}"],
      env: { JAVA_HOME: '/opt/{{ params.count }}', TOKEN: "{{ secret('token') }}" },
    }
    const got = await record(section, {
      cluster,
      params: { count: 3, deep: { a: [1] }, 'max-in.flight': true },
      step: 'revert',
      generation: 4,
    })
    delete process.env.DATABASE_URL_CANARY
    expect(got.args).toEqual(['kafka-1', '3', 's3cr3t-token'])
    const { PATH, HOME, ...env } = got.env
    expect(env).toEqual({
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      JAVA_HOME: '/opt/3',
      TOKEN: 's3cr3t-token',
      UPGRADER_PARAM_COUNT: '3',
      UPGRADER_PARAM_DEEP: '{"a":[1]}',
      UPGRADER_PARAM_MAX_IN_FLIGHT: 'true',
      UPGRADER_CLUSTER: 'kafka-1',
      UPGRADER_ATTEMPT_KEY: 'k',
      UPGRADER_GENERATION: '4',
      UPGRADER_STEP: 'revert',
    })
    const { connection: _, ...facts } = cluster
    expect(JSON.parse(got.stdin)).toEqual({
      cluster: facts,
      params: { count: 3, deep: { a: [1] }, 'max-in.flight': true },
      connection: { url: 'x:1', password: 's3cr3t-token' },
      attempt: { key: 'k', generation: 4 },
      step: 'revert',
      previous: { version: '1.0.0' },
    })
  })

  it('may be other parameters than those of the operation', async () => {
    const got = await record(
      { params: { version: '{{ previous.version }}', n: '{{ params.n + 1 }}' } },
      { params: { n: 1 } },
    )
    expect(JSON.parse(got.stdin).params).toEqual({ version: '1.0.0', n: 2 })
    expect(got.env.UPGRADER_PARAM_VERSION).toBe('1.0.0')
  })

  it('is a directory of its own that is gone afterwards', async () => {
    expect((await script('touch file; pwd')).kind).toBe('succeeded')
    const cwd = services.lines[0]?.text ?? ''
    expect(cwd).toContain('upgrader-')
    await services.host.close()
    await expect(fs.stat(cwd)).rejects.toThrow()
  })

  it('does not leak secrets into the log', async () => {
    await runbook(
      'leak',
      `#!/bin/bash\necho "token is $1" >&2; echo '{"message":"got '$1'","progress":0.5}'; exit 1`,
    )
    services = testServices({ runbooksDir }, { token: 's3cr3t-token' })
    const seen = await drive(testAttempt({ run: 'leak', args: ["{{ secret('token') }}"] }))
    expect(seen).toEqual({ kind: 'failed', message: 'token is ••• (exit code 1)' })
    expect(JSON.stringify(services.lines)).not.toContain('s3cr3t')
  })
})

describe('which files are runbooks', () => {
  const refusals: [string, RegExp][] = [
    ['absent', /does not exist/],
    ['plain.txt', /not executable/],
    ['escape', /leads out/],
    ['circle', /circle/],
    ['kafka', /not a file/],
    ['record/inner', /does not exist/],
    ['../outside', /expected the name/],
    ['kafka/../../outside', /expected the name/],
    ['/bin/sh', /expected the name/],
    ['.hidden', /expected the name/],
    ['a b', /expected the name/],
    ['', /expected the name/],
  ]
  // The root user may read everything, but execute only what somebody may execute.
  it.each(refusals)('refuses %j', async (run, message) => {
    services = testServices({ runbooksDir })
    const problems = commandDriver.validate({ run })
    if (problems.length > 0) expect(problems[0]?.message).toMatch(message)
    else
      expect(await commandDriver.start(testAttempt({ run }), services)).toMatchObject({
        kind: 'failed',
        message: expect.stringMatching(message),
      })
  })

  it('follows a link that stays inside', async () => {
    expect((await record({ run: 'alias' })).args).toEqual([])
  })

  it('runs none on a worker without a directory', async () => {
    services = testServices({ runbooksDir: null })
    expect(await commandDriver.start(testAttempt({ run: 'record' }), services)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('runs no runbooks'),
    })
  })
})

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
    services = testServices({ runbooksDir })
    await runbook(
      'script',
      `#!/bin/bash\necho '{"progress":0.4,"message":"m","node":"broker-2","nodeState":"restarted"}'; sleep 60`,
    )
    const ctx = testAttempt({ run: 'script' })
    const answer = await commandDriver.start(ctx, services)
    const operationId = answer.kind === 'accepted' ? answer.operationId : null
    expect(operationId).toMatch(/^worker-1:\d+:\d+$/)
    await expect
      .poll(async () => commandDriver.observe({ ...ctx, operationId }, services))
      .toEqual({
        kind: 'running',
        progress: 0.4,
        message: 'm',
        nodes: [{ name: 'broker-2', state: 'restarted', message: 'm' }],
        pollAfterMs: 1_000,
      })
    expect(await commandDriver.cancel({ ...ctx, operationId }, services)).toEqual({ confirmed: true })
    expect(await commandDriver.observe({ ...ctx, operationId }, services)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('cancelled'),
    })
  })

  it('is lost when its worker is shut down, which does not wait for its grace', async () => {
    services = testServices({ runbooksDir })
    await runbook('script', `#!/bin/bash\ntrap '' TERM; echo up; while :; do sleep 0.05; done`)
    const ctx = testAttempt({ run: 'script', stopGrace: '60s' })
    await commandDriver.start(ctx, services)
    await expect.poll(() => services.lines.length).toBe(1)
    const began = performance.now()
    await services.host.close()
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(await commandDriver.observe({ ...ctx, operationId: 'worker-1:1:1' }, services)).toMatchObject({
      kind: 'lost',
    })
    expect(await commandDriver.start({ ...ctx, key: 'late' }, services)).toMatchObject({
      message: expect.stringContaining('the worker stops'),
    })
  })

  it('confirms a cancel only when it is gone', async () => {
    services = testServices({ runbooksDir })
    await runbook('script', `#!/bin/bash\ntrap 'sleep 2; exit 0' TERM; echo up; while :; do sleep 0.05; done`)
    const ctx = testAttempt({ run: 'script', stopGrace: '10s' })
    await commandDriver.start(ctx, services)
    await expect.poll(() => services.lines.length).toBe(1)
    const attempt = { ...ctx, operationId: 'worker-1:1:1' }
    expect((await commandDriver.cancel(attempt, services)).confirmed).toBe(false)
    await expect
      .poll(async () => (await commandDriver.cancel(attempt, services)).confirmed, { timeout: 4_000 })
      .toBe(true)
  })
})

describe('an attempt of another worker', () => {
  const observed = (operationId: string | null) => ({ ...testAttempt({ run: 'record' }), operationId })
  const seen = (ago: number | null): TestServices => {
    const now = Date.now()
    const base = testServices({ runbooksDir })
    return { ...base, now: () => now, workerSeenAt: async () => (ago === null ? null : now - ago) }
  }

  it('runs as long as that worker lives', async () => {
    services = seen(2_000)
    expect(await commandDriver.observe(observed('worker-2:10:20'), services)).toMatchObject({
      kind: 'running',
    })
    expect(await commandDriver.cancel(observed('worker-2:10:20'), services)).toMatchObject({
      confirmed: false,
    })
  })

  it.each([null, 8_000])('is lost when that worker was seen %s ms ago', async (ago) => {
    services = seen(ago)
    expect(await commandDriver.observe(observed('worker-2:10:20'), services)).toMatchObject({ kind: 'lost' })
    expect(await commandDriver.cancel(observed('worker-2:10:20'), services)).toEqual({ confirmed: true })
  })

  it('is lost when this worker should have it and does not', async () => {
    services = seen(0)
    expect(await commandDriver.observe(observed('worker-1:10:20'), services)).toMatchObject({ kind: 'lost' })
    expect(await commandDriver.observe(observed(null), services)).toMatchObject({ kind: 'lost' })
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
