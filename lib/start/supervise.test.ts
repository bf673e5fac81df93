import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { isAlive } from '../server/alive'
import { processRun, type Run, supervise } from './supervise'

/** A run that a test ends by hand. */
function manualRun() {
  let end: (why: string) => void = () => {}
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  const run: Run = { ended, stop: async () => end('stopped') }
  return { run, end }
}

const node = (script: string) =>
  spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })

/** Resolves with the first line a child prints, so that its handlers are known to be in place. */
const firstLine = (child: ReturnType<typeof node>) =>
  new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk).trim())))

describe('supervise', () => {
  it('starts again what ends, at once after a long life and later after a short one', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    try {
      const runs: ReturnType<typeof manualRun>[] = []
      const told: string[] = []
      const start = () => {
        const made = manualRun()
        runs.push(made)
        return made.run
      }
      const supervised = supervise('It', start, (line) => told.push(line))
      await expect.poll(() => runs).toHaveLength(1)
      vi.advanceTimersByTime(60_000)
      runs[0]?.end('SIGKILL')
      await expect.poll(() => runs).toHaveLength(2)
      runs[1]?.end('exit 1')
      await expect.poll(() => told).toHaveLength(2)
      expect(told).toEqual([
        'It ended (SIGKILL); it is started again in 0 s',
        'It ended (exit 1); it is started again in 0.5 s',
      ])
      await expect.poll(() => runs).toHaveLength(3)
      await supervised.stop(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('tries again when a start fails', async () => {
    const told: string[] = []
    const { run } = manualRun()
    const starts = vi.fn<() => Run>().mockImplementationOnce(() => {
      throw new Error('no room')
    })
    starts.mockReturnValue(run)
    const supervised = supervise('It', starts, (line) => told.push(line))
    await expect.poll(() => starts.mock.calls.length).toBe(2)
    expect(told).toEqual(['It ended (no room); it is started again in 0.5 s'])
    await supervised.stop(0)
  })

  it('restarts on demand without complaint', async () => {
    const told: string[] = []
    let starts = 0
    const supervised = supervise(
      'It',
      () => {
        starts++
        return manualRun().run
      },
      (line) => told.push(line),
    )
    await expect.poll(() => starts).toBe(1)
    await supervised.restart(0)
    await expect.poll(() => starts).toBe(2)
    expect(told).toEqual([])
    await supervised.stop(0)
  })

  it('starts nothing any more once it is stopped, also while it pauses', async () => {
    let starts = 0
    const failing = () => {
      starts++
      throw new Error('no')
    }
    const supervised = supervise('It', failing, () => {})
    await expect.poll(() => starts).toBe(1)
    await supervised.stop(0)
    await sleep(700)
    expect(starts).toBe(1)
  })
})

describe('processRun', () => {
  it('says how a process ended', async () => {
    expect(await processRun(node('process.exit(3)')).ended).toBe('exit 3')
    expect(await processRun(node('process.kill(process.pid, "SIGKILL")')).ended).toBe('SIGKILL')
    expect(await processRun(spawn('/nowhere/at/all')).ended).toContain('ENOENT')
  })

  it('lets a process finish on SIGTERM', async () => {
    const child = node(
      `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1e3); console.log('up')`,
    )
    const run = processRun(child)
    await firstLine(child)
    await run.stop(5_000)
    expect(await run.ended).toBe('exit 7')
  })

  it('kills one that will not listen, with everything it has started', async () => {
    const child = node(`
      process.on('SIGTERM', () => {})
      const grandchild = require('node:child_process').spawn('sleep', ['60'])
      console.log(grandchild.pid)
      setInterval(() => {}, 1e3)`)
    const run = processRun(child)
    const grandchild = Number(await firstLine(child))
    await run.stop(100)
    expect(await run.ended).toBe('SIGKILL')
    await expect.poll(() => isAlive(grandchild)).toBe(false)
  })
})
