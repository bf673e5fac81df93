import fs from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runbookStand } from '@/lib/testing/drivers/runbook-stand'
import { testAttempt, testCluster, testServices } from '../testing'
import { commandDriver } from './driver'

const stand = runbookStand()
const { runbook, drive, record, script } = stand

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
        await stand.services.host.close()
        expect(got.args.slice(1)).toEqual(values)
        expect(JSON.parse(got.env.UPGRADER_PARAM_LIST ?? '')).toEqual(values)
      }),
      { numRuns: 15 },
    )
  })

  it('are never read as options', async () => {
    stand.services = testServices({ runbooksDir: stand.runbooksDir })
    const params = { version: '-oX' }
    const refused = testAttempt({ run: 'record', args: ['{{ params.version }}'] }, { params })
    expect(await commandDriver.start(refused, stand.services)).toEqual({
      kind: 'failed',
      message: 'argument 1 would be read as an option; write "--" before it',
    })
    const smuggled = testAttempt(
      { run: 'record', args: ['{{ params.a }}', '{{ params.b }}'] },
      { params: { a: '--', b: '-x' } },
    )
    expect((await commandDriver.start(smuggled, stand.services)).kind).toBe('failed')
    await stand.services.host.close()
    expect((await record({ args: ['--version', '{{ params.version }}'] }, { params })).args).toEqual([
      '--version',
      '-oX',
    ])
    expect((await record({ args: ['--version={{ params.version }}'] }, { params, key: 'k2' })).args).toEqual([
      '--version=-oX',
    ])
  })

  it('are refused when no program could be given them', async () => {
    stand.services = testServices({ runbooksDir: stand.runbooksDir })
    const nul = testAttempt({ run: 'record', args: ['x{{ params.a }}'] }, { params: { a: 'a\0b' } })
    expect(await commandDriver.start(nul, stand.services)).toEqual({
      kind: 'failed',
      message: 'argument 1 contains NUL',
    })
    const inEnv = testAttempt({ run: 'record' }, { params: { a: 'a\0b' } })
    expect(await commandDriver.start(inEnv, stand.services)).toMatchObject({
      message: 'the variable UPGRADER_PARAM_A contains NUL',
    })
    const twins = testAttempt({ run: 'record' }, { params: { 'a-b': 1, a_b: 2 } })
    expect(await commandDriver.start(twins, stand.services)).toMatchObject({
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
    const cwd = stand.services.lines[0]?.text ?? ''
    expect(cwd).toContain('upgrader-')
    await stand.services.host.close()
    await expect(fs.stat(cwd)).rejects.toThrow()
  })

  it('does not leak secrets into the log', async () => {
    await runbook(
      'leak',
      `#!/bin/bash\necho "token is $1" >&2; echo '{"message":"got '$1'","progress":0.5}'; exit 1`,
    )
    stand.services = testServices({ runbooksDir: stand.runbooksDir }, { token: 's3cr3t-token' })
    const seen = await drive(testAttempt({ run: 'leak', args: ["{{ secret('token') }}"] }))
    expect(seen).toEqual({ kind: 'failed', message: 'token is ••• (exit code 1)' })
    expect(JSON.stringify(stand.services.lines)).not.toContain('s3cr3t')
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
    stand.services = testServices({ runbooksDir: stand.runbooksDir })
    const problems = commandDriver.validate({ run })
    if (problems.length > 0) expect(problems[0]?.message).toMatch(message)
    else
      expect(await commandDriver.start(testAttempt({ run }), stand.services)).toMatchObject({
        kind: 'failed',
        message: expect.stringMatching(message),
      })
  })

  it('follows a link that stays inside', async () => {
    expect((await record({ run: 'alias' })).args).toEqual([])
  })

  it('runs none on a worker without a directory', async () => {
    stand.services = testServices({ runbooksDir: null })
    expect(await commandDriver.start(testAttempt({ run: 'record' }), stand.services)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('runs no runbooks'),
    })
  })
})
