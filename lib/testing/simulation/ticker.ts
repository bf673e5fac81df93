import { decide, type Inputs, resume } from '@/lib/core/rollout/decide'
import { tickerState } from '@/lib/core/rollout/load'
import type { EngineState, Runtime, Turn } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import type { WatchOrder } from '@/lib/core/rollout/watch-memory'
import { Inbox, noInputs } from '@/lib/worker/inbox'
import { takeBack } from '@/lib/worker/take-back'
import { SimulatedCalls } from './calls'
import type { Process } from './process'
import type { Site } from './site'

/** As the real ticker has them. */
export const leaseMs = 5_000
const idleMs = 2_000

interface Memory {
  readonly state: EngineState & { readonly run: Runtime }
  revision: number
  readonly commandRevision: number
}

/**
 * The ticker of `lib/worker` on virtual time: the same order of load, decision, write and act, the same ways out
 * of a write that failed or whose fate is unknown, and the real core in the middle.
 */
export class SimulatedTicker {
  ended = false
  private memory: Memory | null = null
  private calls: SimulatedCalls | null = null
  private before: Runtime | undefined
  private readonly inbox = new Inbox()
  private looking = 0
  private doubtful: { revision: number; commandRevision: number; inputs: Inputs } | null = null
  private stale = false
  private busy = false
  private wakeNumber = 0
  private heldUntil: number
  private knownAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly site: Site,
    private readonly process: Process,
    readonly id: number,
    readonly fence: number,
  ) {
    this.heldUntil = site.time.now + leaseMs
    this.poke()
  }

  /** Something may have changed: decide as soon as nothing else is under way. */
  poke(): void {
    if (this.ended || this.busy) return
    this.wakeNumber += 1
    const number = this.wakeNumber
    this.process.after(0, () => {
      if (number === this.wakeNumber && !this.busy && !this.ended) this.turn()
    })
  }

  /** Tells what the rollout's row says now; a command has written if its counter moved. */
  notice(commandRevision: number): void {
    if (!this.memory) return
    if (this.memory.commandRevision === commandRevision) {
      this.knownAt = this.site.time.now
      return
    }
    this.stale = true
    this.poke()
  }

  renewed(at: number): void {
    this.heldUntil = Math.max(this.heldUntil, at + leaseMs)
  }

  lost(): void {
    this.heldUntil = Number.NEGATIVE_INFINITY
    this.ended = true
  }

  private turn(): void {
    const { time, store } = this.site
    const first = this.memory === null || this.stale
    const memory = first ? this.load() : this.memory
    if (!memory) {
      this.ended = true
      return
    }
    const { now } = time
    const inputs = first ? noInputs : this.inbox.take()
    const { turn, nextAt } = first
      ? { turn: resume(memory.state, memory.state.run, now), nextAt: now }
      : decide(memory.state, memory.state.run, inputs, now)
    if (turn.empty) {
      this.go(memory, turn, nextAt)
      return
    }
    this.busy = true
    const { fault, there, back } = this.site.wire()
    time.after(there, () => {
      const basis = { revision: memory.revision, fence: this.fence }
      const outcome = fault === 'write-fails' ? 'unknown' : store.commit(memory.state, turn, basis, false)
      this.process.after(back, () => {
        this.busy = false
        if (fault !== null) this.afterError(memory, turn, inputs)
        else if (outcome !== 'written') this.afterStale(memory, turn, inputs)
        else {
          memory.revision += 1
          this.renewed(now)
          this.knownAt = Math.max(this.knownAt, now)
          this.go(memory, turn, nextAt)
        }
      })
    })
  }

  private afterError(memory: Memory, turn: Turn, inputs: Inputs): void {
    const { revision, commandRevision } = memory
    this.doubtful = { revision, commandRevision, inputs }
    this.takeBack(memory, turn)
    this.process.after(100, () => this.poke())
  }

  private afterStale(memory: Memory, turn: Turn, inputs: Inputs): void {
    this.inbox.putBack(inputs)
    this.takeBack(memory, turn)
    this.poke()
  }

  private takeBack(memory: Memory, turn: Turn): void {
    takeBack(memory.state.run, turn)
    this.stale = true
  }

  private go(memory: Memory, turn: Turn, nextAt: number): void {
    const { time } = this.site
    for (const effect of turn.effects) this.calls?.make(effect, this.knownAt)
    if (turn.toCheck.length > 0) this.look(memory, turn)
    for (const order of turn.toWatch) this.watch(order)
    if (!this.process.alive) return
    const { flights, watches } = memory.state.run
    const flying = flights.size + watches.size + (this.calls?.underWay.size ?? 0) + this.looking > 0
    if (isFinished(memory.state.head.state)) this.giveBack(memory, Number.POSITIVE_INFINITY)
    else if (!this.inbox.empty || this.stale) this.poke()
    else if (!flying && nextAt - time.now > idleMs) this.giveBack(memory, nextAt)
    else this.sleepUntil(nextAt)
  }

  private sleepUntil(at: number): void {
    this.wakeNumber += 1
    const number = this.wakeNumber
    this.process.after(Math.min(at - this.site.time.now, 60_000), () => {
      if (number === this.wakeNumber) this.poke()
    })
  }

  private look(memory: Memory, { toCheck }: Turn): void {
    this.looking += 1
    const at = this.site.time.now
    const verdicts = this.site.judge(memory.state.head, toCheck, at)
    this.process.after(this.site.wire().back, () => {
      this.looking -= 1
      if (this.memory === memory) for (const verdict of verdicts) this.inbox.look(verdict)
      this.poke()
    })
  }

  private watch(order: WatchOrder): void {
    const { after, seen, watched } = this.site.see(this.id, order)
    this.process.after(after, () => {
      watched.heard = true
      this.inbox.sight(seen)
      this.poke()
    })
  }

  private giveBack(memory: Memory, wakeAt: number): void {
    this.busy = true
    const given = this.site.giveBack(this.id, this.fence, memory.revision, wakeAt)
    this.process.after(1, () => {
      this.busy = false
      if (given) this.lost()
      else {
        this.stale = true
        this.poke()
      }
    })
  }

  private load(): Memory | null {
    const { store, time } = this.site
    this.stale = false
    if (this.memory) this.before = this.memory.state.run
    this.memory = null
    const stored = store.of(this.id)
    if (stored.fence !== this.fence) return null
    this.knownAt = time.now
    const { revision, commandRevision } = stored
    const { doubtful } = this
    this.doubtful = null
    const done =
      doubtful && revision === doubtful.revision + 1 && commandRevision === doubtful.commandRevision
    if (doubtful && !done) this.inbox.putBack(doubtful.inputs)
    const loaded = store.load(this.id)
    const state = tickerState(loaded, this.before)
    this.calls ??= new SimulatedCalls({
      ...this.site,
      time,
      process: this.process,
      head: loaded.head,
      mayStart: (back) => this.site.mayStart(this.id, this.fence, back),
      heldUntil: () => this.heldUntil,
      take: (targetId, generation, answer) => {
        this.inbox.observe({ targetId, generation, answer })
        this.poke()
      },
      crash: () => this.site.crash(this.process),
    })
    for (const flight of state.run.flights.values()) {
      const call = this.calls.underWay.get(flight.target.id)
      flight.busy = call?.generation === flight.generation ? call.kind : null
    }
    this.inbox.holdAnswered(state.run)
    this.inbox.dropLooks()
    this.memory = { state, revision, commandRevision }
    return this.memory
  }
}
