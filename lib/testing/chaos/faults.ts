import { setTimeout as sleep } from 'node:timers/promises'
import { leaseMs } from '@/lib/worker/lease'
import { eventually } from '../faults/eventually'
import type { TcpRelay } from '../faults/tcp-relay'
import type { Product, WorkerSeat } from './product'
import type { Act, FaultName } from './schedule'

/** A fault that is there now. */
export interface Injected {
  /** Ends it. @returns on how much it really had an effect: processes, connections, pieces of traffic. */
  heal(): Promise<number>
}

type Inject = (product: Product, act: Act, seat: WorkerSeat) => Promise<Injected>

const patienceMs = 60_000

/** How each fault is made and ended. */
export const faults: Readonly<Record<FaultName, Inject>> = {
  'kill-worker': async (_, __, { process }) => killed([process]),
  'kill-workers': async ({ workers }) => killed(workers.map(({ process }) => process)),
  'kill-web': async ({ web }) => killed([web]),
  'freeze-worker': async (_, __, { process }) => {
    await running(process)
    process.signal('SIGSTOP')
    const frozenAt = performance.now()
    return {
      heal: async () => {
        // Past its lease: somebody else has taken over what it was doing, and it wakes up in the middle of that.
        await sleep(Math.max(0, frozenAt + leaseMs + 1_500 - performance.now()))
        process.signal('SIGCONT')
        return 1
      },
    }
  },
  'kill-postgres': async ({ postgres }) => {
    await postgres.kill()
    return {
      heal: async () => {
        await postgres.restart()
        return 1
      },
    }
  },
  'database-reset': (_, __, { database }) => reset(database),
  // Past the lease: what a worker wrote before that arrives when somebody else has taken over.
  'database-hold': (_, __, { database }) => hold(database, leaseMs + 1_500),
  'database-deafen': (_, __, { database }) => deafen(database),
  'database-slow': ({ workers }) =>
    slow(
      workers.map(({ database }) => database),
      60,
    ),
  'plane-reset': ({ planeLink }) => reset(planeLink),
  'plane-hold': ({ planeLink }) => hold(planeLink, 0),
  'plane-deafen': ({ planeLink }) => deafen(planeLink),
  'plane-slow': ({ planeLink }) => slow([planeLink], 300),
}

type Process = WorkerSeat['process']

const running = (process: Process) => eventually(`${process.name} runs`, patienceMs, () => process.pid)

async function killed(processes: readonly Process[]): Promise<Injected> {
  const before = await Promise.all(processes.map(running))
  for (const process of processes) process.signal('SIGKILL')
  return {
    heal: async () => {
      const after = await Promise.all(
        processes.map((process, i) =>
          eventually(`${process.name} was started again`, patienceMs, () =>
            process.pid === before[i] ? undefined : process.pid,
          ),
        ),
      )
      return after.length
    },
  }
}

async function reset(relay: TcpRelay): Promise<Injected> {
  const broken = await eventually('a connection to break', patienceMs, () => relay.reset() || undefined)
  return { heal: async () => broken }
}

async function hold(relay: TcpRelay, atLeastMs: number): Promise<Injected> {
  relay.hold()
  const heldAt = performance.now()
  return {
    heal: async () => {
      await sleep(Math.max(0, heldAt + atLeastMs - performance.now()))
      return relay.release()
    },
  }
}

async function deafen(relay: TcpRelay): Promise<Injected> {
  const deaf = await eventually('a connection to deafen', patienceMs, () => relay.deafen() || undefined)
  return {
    heal: async () => {
      relay.mend()
      return deaf
    },
  }
}

async function slow(relays: readonly TcpRelay[], latencyMs: number): Promise<Injected> {
  const passed = () => relays.reduce((sum, relay) => sum + relay.passed, 0)
  for (const relay of relays) relay.slow(latencyMs)
  const before = passed()
  return {
    heal: async () => {
      await eventually('something passes slowly', patienceMs, () => passed() > before || undefined)
      for (const relay of relays) relay.slow(0)
      return passed() - before
    },
  }
}
