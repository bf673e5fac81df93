import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '@/lib/testing/faults/eventually'
import type { LogLine } from '../output'
import { workerDeadAfterMs } from './driver'
import { launch } from './launch'
import { outputLengthMax } from './output-reader'
import { createProcesses, type LocalProcess, type Processes } from './processes'

const guardian = path.join(import.meta.dirname, 'guardian.mjs')
let directory: string
let processes: Processes
let lines: LogLine[]

beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'processes-test-'))
})
afterAll(() => fs.rm(directory, { recursive: true, force: true }))
afterEach(() => processes?.close())

/** Writes an executable script and starts it. */
async function run(
  script: string,
  more: { key?: string; deadlineMs?: number; stopGraceMs?: number; args?: string[]; stdin?: string } = {},
) {
  const file = path.join(directory, `${Math.random().toString(36).slice(2)}.sh`)
  await fs.writeFile(file, `#!/bin/bash\n${script}\n`, { mode: 0o755 })
  lines = []
  processes ??= createProcesses('worker-1', guardian)
  return processes.start(
    {
      key: more.key ?? file,
      file,
      args: more.args ?? [],
      env: { PATH: process.env.PATH ?? '' },
      stdin: more.stdin ?? '',
      stopGraceMs: more.stopGraceMs ?? 1_000,
      deadlineAt: Date.now() + (more.deadlineMs ?? 60_000),
    },
    { log: (line) => lines.push(line), now: Date.now, clean: (line) => line },
  )
}

async function started(...args: Parameters<typeof run>): Promise<LocalProcess> {
  processes = createProcesses('worker-1', guardian)
  const answer = await run(...args)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

/** Tells whether a process runs; a zombie does not. */
async function alive(pid: number) {
  if (process.platform === 'linux') {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
    return stat !== null && !/\) [ZX] /.test(stat)
  }
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const someAlive = async (pids: number[]) => (await Promise.all(pids.map(alive))).some(Boolean)

const until = (condition: () => boolean | Promise<boolean>, withinMs: number) =>
  eventually('what the test waits for', withinMs, async () => (await condition()) || undefined)

const texts = () => lines.map((line) => `${line.stream}: ${line.text}`)

describe('a local process', () => {
  it('hands over its exit code, and its output in whole lines', async () => {
    const local = await started('printf "one\\ntwo"; sleep 0.1; printf " and more\\n"; echo oops >&2; exit 3')
    await local.ended
    expect(local.end).toMatchObject({ code: 3, signal: null, stopped: null, by: 'itself' })
    expect(texts()).toEqual(expect.arrayContaining(['stdout: one', 'stdout: two and more', 'stderr: oops']))
    expect(local.output.lastLine).toBe('oops')
  })

  it('reads its standard input to the end', async () => {
    const stdin = JSON.stringify({ text: 'ä'.repeat(200_000) })
    const local = await started('wc -c', { stdin })
    await local.ended
    expect(texts()).toEqual([`stdout: ${Buffer.byteLength(stdin)}`])
  })

  it('moves progress and nodes by lines of JSON', async () => {
    const local = await started(`
      echo '{"progress":0.4,"message":"broker 2 of 5 restarted","node":"broker-2","nodeState":"restarted"}'
      echo '{"progress":7,"node":"broker-3"}'
      echo '{"progress":"half"}'
      echo '{"unrelated":true}'
      echo '{broken'`)
    await local.ended
    expect(local.output.progress).toMatchObject({ progress: 1, message: 'broker 2 of 5 restarted' })
    expect([...local.output.progress.nodes.values()]).toEqual([
      { name: 'broker-2', state: 'restarted', message: 'broker 2 of 5 restarted' },
      { name: 'broker-3', state: 'in progress', message: null },
    ])
    expect(texts()).toEqual([
      'stdout: broker 2 of 5 restarted',
      'stdout: broker-3: in progress',
      'stdout: {"unrelated":true}',
      'stdout: {broken',
    ])
  })

  it('is found by its key and not started twice', async () => {
    processes = createProcesses('worker-1', guardian)
    const marker = path.join(directory, 'marker')
    const [first, second] = await Promise.all([
      run(`echo x >> ${marker}; sleep 0.2`, { key: 'same' }),
      run(`echo x >> ${marker}; sleep 0.2`, { key: 'same' }),
    ])
    expect(first.ok && second.ok && first.value === second.value).toBe(true)
    await processes.find('same')?.ended
    const again = await run(`echo x >> ${marker}`, { key: 'same' })
    expect(again.ok && again.value.end?.code).toBe(0)
    expect(await fs.readFile(marker, 'utf8')).toBe('x\n')
  })

  it('waits its turn when too many run', async () => {
    const few = createProcesses('worker-1', guardian, 1)
    const sinks = { log: () => undefined, now: Date.now, clean: (line: string) => line }
    const order = (key: string, file: string) => ({
      key,
      file,
      args: ['60'],
      env: {},
      stdin: '',
      stopGraceMs: 0,
      deadlineAt: Date.now() + 9_000,
    })
    try {
      expect((await few.start(order('absent', '/nonexistent'), sinks)).ok).toBe(false)
      const first = await few.start(order('first', '/bin/sleep'), sinks)
      expect(await few.start(order('second', '/bin/sleep'), sinks)).toMatchObject({
        ok: false,
        error: { busy: true },
      })
      if (first.ok) first.value.stop('cancelled')
      if (first.ok) await first.value.ended
      expect((await few.start(order('second', '/bin/sleep'), sinks)).ok).toBe(true)
    } finally {
      await few.close()
    }
  })

  it('says why the system does not start it, and may be tried again', async () => {
    processes = createProcesses('worker-1', guardian)
    const order = {
      key: 'unstartable',
      file: '/nonexistent',
      args: [],
      env: {},
      stdin: '',
      stopGraceMs: 0,
      deadlineAt: Date.now() + 1_000,
    }
    const sinks = { log: () => undefined, now: Date.now, clean: (line: string) => line }
    expect(await processes.start(order, sinks)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('ENOENT'), busy: false },
    })
    expect((await processes.start({ ...order, file: '/bin/true' }, sinks)).ok).toBe(true)
    expect(await processes.start({ ...order, key: 'nul', args: ['a\0b'] }, sinks)).toMatchObject({
      ok: false,
    })
  })

  it('is ended with its whole group at its deadline, by force if it does not listen', async () => {
    const local = await started('trap "" TERM; sleep 60 & echo "child $!"; sleep 60; sleep 60', {
      deadlineMs: 2_000,
      stopGraceMs: 300,
    })
    await until(() => lines.length > 0, 10_000)
    const child = Number(lines[0]?.text.split(' ')[1])
    expect(await alive(child)).toBe(true)
    await local.ended
    expect(local.end).toMatchObject({ stopped: 'deadline' })
    expect(await alive(child)).toBe(false)
  })

  it('may clean up when it is stopped', async () => {
    const local = await started('trap "echo cleaned; exit 9" TERM; echo up; while :; do sleep 0.05; done')
    await until(() => lines.length > 0, 10_000)
    local.stop('cancelled')
    local.stop('interrupted')
    await local.ended
    expect(local.end).toMatchObject({ code: 9, stopped: 'cancelled' })
    expect(texts()).toContain('stdout: cleaned')
  })

  it('leaves nothing running in its group when it exits', async () => {
    const local = await started('sleep 60 & echo $!; exit 0')
    await local.ended
    expect(local.end?.code).toBe(0)
    expect(await alive(Number(lines[0]?.text))).toBe(false)
  })

  it('does not wait for a daemon in a session of its own, nor ends it', async () => {
    const local = await started('setsid sleep 60 & sleep 1; echo $!; exit 0')
    await local.ended
    const daemon = Number(lines[0]?.text)
    expect(local.end?.code).toBe(0)
    expect(await alive(daemon)).toBe(true)
    process.kill(daemon, 'SIGKILL')
  })

  it('has its output cut at the limit while progress goes on', async () => {
    const local = await started(
      `head -c 3000000 /dev/zero | tr '\\0' 'x' | fold -w 4000; echo; echo '{"progress":0.9}'`,
    )
    await local.ended
    const kept = lines.reduce((sum, line) => sum + line.text.length + 1, 0)
    expect(kept).toBeLessThan(outputLengthMax + 100)
    expect(lines.at(-1)).toMatchObject({ stream: 'system', text: 'output beyond 1 MiB is dropped' })
    expect(local.output.progress.progress).toBe(0.9)
  })

  it('is known as ended unknown, and its group is gone, when its guardian is killed', async () => {
    const local = await started('echo $PPID; sleep 60')
    await until(() => lines.length > 0, 10_000)
    process.kill(Number(lines[0]?.text), 'SIGKILL')
    await local.ended
    expect(local.end).toMatchObject({ by: 'guardian', code: null })
    await until(async () => !(await alive(Number(local.operationId.split(':')[1]))), 10_000)
  })
})

describe.runIf(process.platform === 'linux')('an attempt that another worker still runs', () => {
  it('is not run beside it, and runs when it is gone', async () => {
    const first = await started('echo up; sleep 60', { key: 'contested' })
    await until(() => lines.length > 0, 10_000)
    const other = createProcesses('worker-2', guardian)
    try {
      const order = {
        key: 'contested',
        file: '/bin/true',
        args: [],
        env: {},
        stdin: '',
        stopGraceMs: 0,
        deadlineAt: Date.now() + 9_000,
      }
      const sinks = { log: () => undefined, now: Date.now, clean: (line: string) => line }
      expect(await other.start(order, sinks)).toMatchObject({ ok: false, error: { busy: true } })
      first.stop('cancelled')
      await first.ended
      expect((await other.start(order, sinks)).ok).toBe(true)
    } finally {
      await other.close()
    }
  })
})

describe('a worker that is gone', () => {
  /** Starts a worker process of its own that runs one long runbook, and tells the numbers of its processes. */
  async function foreignWorker() {
    const file = path.join(directory, 'long.sh')
    const pids = path.join(directory, `pids-${Math.random()}`)
    await fs.writeFile(
      file,
      `#!/bin/bash\ntrap "" TERM\nsleep 300 &\necho "$$ $! $PPID" > ${pids}\nwhile :; do sleep 1; done\n`,
      { mode: 0o755 },
    )
    const worker = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'fixtures', 'worker.ts'), guardian, file],
      { stdio: 'inherit' },
    )
    await until(
      () =>
        fs.readFile(pids, 'utf8').then(
          (text) => text.endsWith('\n'),
          () => false,
        ),
      20_000,
    )
    const numbers = (await fs.readFile(pids, 'utf8')).trim().split(' ').map(Number)
    return { worker, numbers }
  }

  it('takes its runbook with it when it is killed, before anybody takes it for dead', async () => {
    const { worker, numbers } = await foreignWorker()
    expect(await someAlive(numbers)).toBe(true)
    worker.kill('SIGKILL')
    await until(async () => !(await someAlive(numbers)), workerDeadAfterMs)
  })

  it('learns that silence ended its runbook, should it wake up', async () => {
    const cwd = directory
    const order = {
      file: '/bin/sleep',
      args: ['60'],
      env: {},
      cwd,
      stdin: '',
      lock: `silent ${process.pid}`,
      stopGraceMs: 9_000,
    }
    const sinks = { log: () => undefined, now: Date.now, clean: (line: string) => line }
    // Without the registry nobody beats.
    const launched = await launch(guardian, order, sinks)
    if (!launched.ok) throw new Error(launched.error.message)
    expect(await launched.value.ended).toEqual({ code: null, signal: 'SIGTERM', by: 'silence' })
  })

  it('takes its runbook with it when it is frozen, before anybody takes it for dead', async () => {
    const { worker, numbers } = await foreignWorker()
    worker.kill('SIGSTOP')
    try {
      await sleep(2_500)
      expect(await someAlive(numbers)).toBe(true)
      await until(async () => !(await someAlive(numbers)), workerDeadAfterMs - 2_500)
    } finally {
      worker.kill('SIGKILL')
    }
  })
})
