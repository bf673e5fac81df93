import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { beatMs, type Ended, type Launched, type LaunchOrder, launch, type Refusal } from './launch'
import type { OutputReader, OutputSinks } from './output-reader'

/** A program to be run for one attempt. */
export interface ProcessOrder extends Omit<LaunchOrder, 'cwd' | 'lock'> {
  /** The attempt's key: a second start with it finds the first process. */
  readonly key: string
  /** Epoch ms at which the process is stopped. */
  readonly deadlineAt: number
}

/** Why a process was ended before it was through. */
export type StopReason = 'cancelled' | 'deadline' | 'interrupted' | 'shutdown'

/** A process of this worker, running or ended. */
export interface LocalProcess {
  readonly operationId: string
  readonly output: OutputReader
  /** Null while it runs. */
  readonly end: (Ended & { readonly stopped: StopReason | null }) | null
  /** Settles when it has ended. */
  readonly ended: Promise<void>
  /** Ends it; the first reason is the one that is told. */
  stop(reason: StopReason): void
}

/** The local processes of one worker. */
export interface Processes {
  start(order: ProcessOrder, sinks: OutputSinks): Promise<Result<LocalProcess, Refusal>>
  find(key: string): LocalProcess | undefined
  /** Drops the memory of a process that has ended. */
  forget(key: string): void
  /** Ends all of them and waits until they are gone. */
  close(): Promise<void>
}

/** At shutdown nothing may clean up for longer: the worker itself has five seconds. */
const shutdownGraceMs = 2_000
/** How long the end of a process is remembered, for observations that come again after a crash of the engine. */
const rememberMs = 600_000
const timerMsMax = 2_147_483_647

/** At 8 MB for each guardian, half a gigabyte; what is over it waits its turn. */
const processesMaxDefault = 64

/**
 * Makes the registry of local processes, of which at most `processesMax` run at once; `workerId` becomes the
 * first part of their operation ids.
 */
export function createProcesses(
  workerId: string,
  guardian: string,
  processesMax: number = processesMaxDefault,
): Processes {
  const known = new Map<string, Promise<Result<LocalProcess, Refusal>>>()
  const settled = new Map<string, LocalProcess>()
  const running = new Map<LocalProcess, Launched>()
  const beats = setInterval(() => {
    for (const launched of running.values()) launched.beat()
  }, beatMs)
  beats.unref()
  const cleaning = new Set<Promise<void>>()
  let active = 0
  let closed = false

  async function begin(order: ProcessOrder, sinks: OutputSinks): Promise<Result<LocalProcess, Refusal>> {
    const cwd = await fs.mkdtemp(path.join(os.tmpdir(), `upgrader-${randomUUID().slice(0, 8)}-`))
    const launched = await launch(guardian, launchOrder(order, cwd), sinks)
    if (!launched.ok) {
      await fs.rm(cwd, { recursive: true, force: true })
      return launched
    }
    const local = adopt(workerId, launched.value, order, sinks.now())
    running.set(local, launched.value)
    settled.set(order.key, local)
    const cleaned = local.ended.then(async () => {
      running.delete(local)
      active -= 1
      setTimeout(() => forget(order.key), rememberMs).unref()
      await fs.rm(cwd, { recursive: true, force: true }).catch(() => undefined)
      cleaning.delete(cleaned)
    })
    cleaning.add(cleaned)
    return ok(local)
  }

  function forget(key: string) {
    if (settled.get(key)?.end === null) return
    known.delete(key)
    settled.delete(key)
  }

  return {
    start(order, sinks) {
      const before = known.get(order.key)
      if (before) return before
      if (active >= processesMax)
        return Promise.resolve(err({ message: `${active} processes run here already`, busy: true }))
      if (closed) return Promise.resolve(err({ message: 'the worker stops', busy: true }))
      active += 1
      // What throws is trouble of this machine (no space, no processes), not of the runbook.
      const started = begin(order, sinks).catch((error: Error) => err({ message: error.message, busy: true }))
      known.set(order.key, started)
      void started.then((answer) => {
        if (answer.ok) return
        active -= 1
        forget(order.key)
      })
      return started
    },
    find: (key) => settled.get(key),
    forget,
    async close() {
      closed = true
      await Promise.all([...known.values()])
      for (const [local, launched] of running) {
        local.stop('shutdown')
        launched.stop(shutdownGraceMs)
      }
      await Promise.all(cleaning)
      clearInterval(beats)
    },
  }
}

/** The key is hashed because a name of a socket has at most 107 bytes. */
function launchOrder({ file, args, env, stdin, stopGraceMs, key }: ProcessOrder, cwd: string): LaunchOrder {
  const lock = createHash('sha256').update(key).digest('hex')
  return { file, args, env, stdin, stopGraceMs, cwd, lock }
}

/** Turns a launched program into a process with a deadline and a memory of its end. */
function adopt(workerId: string, launched: Launched, order: ProcessOrder, now: number): LocalProcess {
  let end: LocalProcess['end'] = null
  let stopped: StopReason | null = null

  function stop(reason: StopReason) {
    if (end) return
    stopped ??= reason
    launched.stop(order.stopGraceMs)
  }

  const untilDeadline = Math.min(Math.max(0, order.deadlineAt - now), timerMsMax)
  const deadline = setTimeout(() => stop('deadline'), untilDeadline)
  const ended = launched.ended.then((how) => {
    clearTimeout(deadline)
    end = { ...how, stopped }
  })
  return {
    operationId: `${workerId}:${launched.pid}:${launched.ticks}`,
    output: launched.output,
    get end() {
      return end
    },
    ended,
    stop,
  }
}
