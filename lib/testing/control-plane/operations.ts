import type { Journal } from './journal'
import type { Mode } from './modes'

/** One operation that the control plane carries out. */
export interface Operation {
  readonly id: string
  readonly cluster: string
  readonly key: string
  readonly generation: number | null
  readonly step: string | null
  readonly version: string | null
  readonly startedAt: number
  readonly durationMs: number
  state: 'RUNNING' | 'DONE' | 'ERROR' | 'CANCELLED'
}

/** What a start asks for. */
export interface OperationOrder {
  readonly request: number
  readonly cluster: string
  readonly key: string
  readonly generation: number | null
  readonly step: string | null
  readonly version: string | null
  readonly mode: Pick<Mode, 'outcome'> & { readonly durationMs: number }
}

/** The operations of a control plane, by id and by key. */
export interface Operations {
  /** Starts an operation, or finds the one that was started with this key. */
  start(order: OperationOrder): Operation
  find(id: string): Operation | undefined
  cancel(operation: Operation): void
  /** From now on at most so many more come to their end; the others wait there, in order, until more are let. */
  letEnd(count: number): void
  versionOf(cluster: string): string | null
  versions(): Record<string, string>
  close(): void
}

/** Makes an empty store whose effects are written to the journal at the moment they happen. */
export function createOperations(journal: Journal): Operations {
  const byId = new Map<string, Operation>()
  const byKey = new Map<string, Operation>()
  const versions = new Map<string, string>()
  const timers = new Map<Operation, NodeJS.Timeout>()
  let due: (() => void)[] = []
  let allowed = Number.POSITIVE_INFINITY

  function end(operation: Operation, outcome: 'done' | 'failed' | 'cancelled') {
    if (operation.state !== 'RUNNING') return
    clearTimeout(timers.get(operation))
    timers.delete(operation)
    operation.state = ({ done: 'DONE', failed: 'ERROR', cancelled: 'CANCELLED' } as const)[outcome]
    if (outcome === 'done' && operation.version !== null) versions.set(operation.cluster, operation.version)
    const { cluster, key, generation, step, id, version } = operation
    journal.append({
      type: 'ended',
      action: 'start',
      request: 0,
      cluster,
      key,
      generation,
      step,
      operation: id,
      outcome,
      version,
    })
  }

  function passValve(finish: () => void): void {
    due.push(finish)
    openValve()
  }

  function openValve(): void {
    const now = due.slice(0, allowed)
    due = due.slice(now.length)
    allowed -= now.length
    for (const finish of now) finish()
  }

  function start({ request, mode, ...asked }: OperationOrder): Operation {
    const before = byKey.get(asked.key)
    if (before) return before
    const id = `op-${byId.size + 1}`
    const { durationMs } = mode
    const operation: Operation = { id, ...asked, startedAt: performance.now(), durationMs, state: 'RUNNING' }
    byId.set(id, operation)
    byKey.set(asked.key, operation)
    journal.append({ type: 'applied', action: 'start', request, ...asked, operation: id })
    if (mode.outcome === 'stuck') return operation
    const outcome = mode.outcome === 'failed' ? 'failed' : 'done'
    if (durationMs === 0) end(operation, outcome)
    else
      timers.set(
        operation,
        setTimeout(() => passValve(() => end(operation, outcome)), durationMs),
      )
    return operation
  }

  return {
    start,
    find: (id) => byId.get(id),
    cancel: (operation) => end(operation, 'cancelled'),
    letEnd: (count) => {
      allowed = count
      openValve()
    },
    versionOf: (cluster) => versions.get(cluster) ?? null,
    versions: () => Object.fromEntries(versions),
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

/** Describes an operation as the API answers it. */
export function operationBody(operation: Operation) {
  const passed =
    operation.durationMs === 0 ? 1 : (performance.now() - operation.startedAt) / operation.durationMs
  const percent = operation.state === 'DONE' ? 100 : Math.min(99, Math.floor(passed * 100))
  return {
    id: operation.id,
    cluster: operation.cluster,
    version: operation.version,
    state: operation.state,
    percent,
    message: operation.state === 'ERROR' ? 'the upgrade failed on broker 2' : `${percent} % done`,
  }
}
