import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { readLog, readVersions, setModes } from './client'
import {
  attemptsWithSeveralKeys,
  clustersWithOverlap,
  effectsPerTarget,
  maxOverlap,
  outcomes,
  retryAfterIgnored,
  retryGaps,
  startsAfter,
  touched,
} from './invariants'
import { type Fault, faultFor, faults, modeFor } from './modes'
import { type ControlPlane, startControlPlane } from './server'

let plane: ControlPlane
afterEach(() => plane?.close())

interface StartOptions {
  key?: string
  generation?: number
  timeoutMs?: number
}

/** Sends a start; resolves to the response, or null if the connection broke or nothing came. */
async function start(
  cluster: string,
  { key = cluster, generation = 1, timeoutMs = 10_000 }: StartOptions = {},
) {
  const headers = {
    'idempotency-key': key,
    'upgrader-generation': String(generation),
    'upgrader-step': 'apply',
  }
  return fetch(`${plane.url}/clusters/${cluster}/upgrades`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ version: '2.0.0' }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => null)
}

/** Reads the id of the operation that a start answered with. */
async function operationOf(starting: Promise<Response | null>): Promise<string> {
  const response = await starting
  if (response?.status !== 202) throw new Error(`the start answered ${response?.status}`)
  return ((await response.json()) as { id: string }).id
}

const log = () => plane.journal.entries()

describe('the control plane', () => {
  it('carries out an upgrade and records it from request to end', async () => {
    plane = await startControlPlane({ modes: { default: { durationMs: 50 } } })
    const id = await operationOf(start('c1'))
    await sleep(120)
    const poll = await fetch(`${plane.url}/upgrades/${id}`)
    expect(await poll.json()).toMatchObject({ state: 'DONE', percent: 100 })
    expect(await readVersions(plane.url)).toEqual({ c1: '2.0.0' })
    expect((await readLog(plane.url)).map((entry) => entry.type)).toEqual([
      'received',
      'applied',
      'responded',
      'ended',
      'received',
      'responded',
    ])
    expect(log()[0]).toMatchObject({ seq: 1, cluster: 'c1', key: 'c1', generation: 1, step: 'apply' })
  })

  it('has one effect for one key, however often it is asked', async () => {
    plane = await startControlPlane()
    await Promise.all(Array.from({ length: 5 }, () => start('c1', { key: 'k' })))
    expect(effectsPerTarget(log()).get('c1')).toHaveLength(1)
  })

  it('refuses a start without a key', async () => {
    plane = await startControlPlane()
    const response = await fetch(`${plane.url}/clusters/c1/upgrades`, { method: 'POST' })
    expect(response.status).toBe(400)
    expect(effectsPerTarget(log()).size).toBe(0)
  })

  const expected: Record<Fault, { status: number | null; applied: boolean }> = {
    none: { status: 202, applied: true },
    slow: { status: 202, applied: true },
    hang: { status: null, applied: false },
    garbage: { status: 200, applied: true },
    html: { status: 200, applied: true },
    busy: { status: 429, applied: false },
    unavailable: { status: 503, applied: false },
    cut: { status: null, applied: false },
    lost: { status: null, applied: true },
    'lost-slowly': { status: null, applied: true },
    late: { status: null, applied: true },
    twice: { status: 202, applied: true },
    conflict: { status: 409, applied: true },
    refused: { status: 400, applied: false },
    redirect: { status: 302, applied: false },
  }
  it.each(faults)('meets a start with %s', async (fault) => {
    plane = await startControlPlane({ modes: { clusters: { c1: { start: fault, times: 1, delayMs: 100 } } } })
    const first = await start('c1', expected[fault].status === null ? { timeoutMs: 1_000 } : {})
    expect(first?.status ?? null).toBe(expected[fault].status)
    expect(effectsPerTarget(log()).has('c1')).toBe(expected[fault].applied)
    expect((await start('c1'))?.status).toBe(202)
    expect(effectsPerTarget(log()).get('c1')).toHaveLength(1)
  })

  it('lets operations end only as many as it is told to, in their order', async () => {
    plane = await startControlPlane({ modes: { default: { durationMs: 5 } } })
    plane.operations.letEnd(1)
    for (const cluster of ['a', 'b', 'c']) await start(cluster)
    const ended = () => log().flatMap(({ type, cluster }) => (type === 'ended' ? [cluster] : []))
    await expect.poll(() => ended()).toEqual(['a'])
    plane.operations.letEnd(1)
    await expect.poll(() => ended()).toEqual(['a', 'b'])
    plane.operations.letEnd(Number.POSITIVE_INFINITY)
    await expect.poll(() => ended()).toEqual(['a', 'b', 'c'])
  })

  it('cancels, fails and hangs operations as told', async () => {
    const modes = {
      clusters: { bad: { outcome: 'failed', durationMs: 20 }, long: { outcome: 'stuck', durationMs: 20 } },
    } as const
    plane = await startControlPlane({ modes })
    await start('bad')
    const id = await operationOf(start('long'))
    await sleep(80)
    expect(outcomes(log())).toEqual({ done: 0, failed: 1, cancelled: 0 })
    await fetch(`${plane.url}/upgrades/${id}`, { method: 'DELETE' })
    expect(outcomes(log())).toEqual({ done: 0, failed: 1, cancelled: 1 })
  })

  it('draws the same faults for the same seed', () => {
    const draw = (seed: string) => {
      const mode = modeFor({ default: { random: { seed, rate: 0.5, faults: ['cut', 'lost'] } } }, 'c')
      return Array.from({ length: 40 }, (_, nth) => faultFor(mode, 'start', 'k', nth))
    }
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('a')).not.toEqual(draw('b'))
    expect(new Set(draw('a'))).toEqual(new Set(['none', 'cut', 'lost']))
  })

  it('runs as a process of its own, and stops when asked', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'main.ts')])
    try {
      const line = await new Promise<string>((resolve) =>
        child.stdout.once('data', (data) => resolve(String(data))),
      )
      const url = line.trim().split(' ').at(-1) ?? ''
      await setModes(url, { default: { health: 'unavailable' } })
      expect((await fetch(`${url}/health`)).status).toBe(503)
      expect(await readLog(url, 1)).toHaveLength(1)
      child.kill('SIGTERM')
      expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    } finally {
      child.kill('SIGKILL')
    }
  })
})

describe('judging a journal', () => {
  it('finds overlap, and frees a slot before it is taken again', async () => {
    plane = await startControlPlane({ modes: { default: { durationMs: 1_000 } } })
    await Promise.all([start('a'), start('b'), start('c')])
    await sleep(1_200)
    await start('d')
    expect(maxOverlap(log())).toBe(3)
    expect(maxOverlap(log(), (cluster) => cluster === 'd')).toBe(1)
    expect(touched(log())).toEqual(new Set(['a', 'b', 'c', 'd']))
  })

  it('finds two operations on one cluster, and two keys for one attempt', async () => {
    plane = await startControlPlane()
    await start('a', { key: 'k1', generation: 1 })
    await start('a', { key: 'k2', generation: 1 })
    await start('b', { key: 'k3', generation: 1 })
    await start('b', { key: 'k4', generation: 2 })
    expect(clustersWithOverlap(log())).toEqual(['a', 'b'])
    expect(attemptsWithSeveralKeys(log())).toEqual(['a apply 1'])
  })

  it('finds late starts, and retries that came too early', async () => {
    plane = await startControlPlane({ modes: { default: { start: 'busy', times: 1, retryAfterS: 1 } } })
    await start('a')
    const at = Date.now()
    await sleep(30)
    await start('a')
    expect(startsAfter(log(), at)).toHaveLength(1)
    expect(retryAfterIgnored(log())).toHaveLength(1)
    expect(retryGaps(log()).get('a')?.[0]).toBeGreaterThan(25)
    await start('b')
    await sleep(1_050)
    await start('b')
    expect(retryAfterIgnored(log())).toHaveLength(1)
  })
})
