import { decide, resume } from '@/lib/core/rollout/decide'
import { tickerState } from '@/lib/core/rollout/load'
import type { Look, Observation } from '@/lib/core/rollout/observation'
import type { EngineState, Runtime, Turn } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
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

interface Inputs {
  readonly observations: readonly Observation[]
  readonly looks: readonly Look[]
}

const none: Inputs = { observations: [], looks: [] }

/**
 * The ticker of `lib/worker` on virtual time: the same order of load, decision, write and act, the same ways out
 * of a write that failed or whose fate is unknown, and the real core in the middle.
 */
export class SimulatedTicker {
  ended = false
  private memory: Memory | null = null
  private calls: SimulatedCalls | null = null
  private before: Runtime | undefined
  private inbox: Observation[] = []
  private looks: Look[] = []
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
    const inputs = first ? none : { observations: this.inbox, looks: this.looks }
    if (!first) {
      this.inbox = []
      this.looks = []
    }
    const { turn, nextAt } = first
      ? { turn: resume(memory.state, memory.state.run, now), nextAt: now }
      : decide(memory.state, memory.state.run, { ...inputs, sightings: [] }, now)
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
    this.inbox = [...inputs.observations, ...this.inbox]
    this.takeBack(memory, turn)
    this.poke()
  }

  private takeBack(memory: Memory, turn: Turn): void {
    for (const { target, kind } of turn.effects) {
      const flight = memory.state.run.flights.get(target.id)
      if (flight && kind === 'start') flight.sent = false
    }
    this.stale = true
  }

  private go(memory: Memory, turn: Turn, nextAt: number): void {
    const { time } = this.site
    for (const effect of turn.effects) this.calls?.make(effect, this.knownAt)
    if (turn.toCheck.length > 0) this.look(memory, turn)
    if (!this.process.alive) return
    const flying = memory.state.run.flights.size + (this.calls?.underWay.size ?? 0) + this.looking > 0
    if (isFinished(memory.state.head.state)) this.giveBack(memory, Number.POSITIVE_INFINITY)
    else if (this.inbox.length > 0 || this.looks.length > 0 || this.stale) this.poke()
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
      if (this.memory === memory) this.looks.push(...verdicts)
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

  private holdAnswered({ flights }: Runtime): void {
    for (const { targetId, generation } of this.inbox) {
      const flight = flights.get(targetId)
      if (flight?.generation === generation) flight.busy ??= 'observe'
    }
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
    if (doubtful && !done) this.inbox = [...doubtful.inputs.observations, ...this.inbox]
    const loaded = store.load(this.id)
    const state = tickerState(loaded, this.before)
    this.calls ??= new SimulatedCalls({
      ...this.site,
      time,
      process: this.process,
      head: loaded.head,
      mayStart: () => this.site.mayStart(this.id, this.fence),
      heldUntil: () => this.heldUntil,
      take: (targetId, generation, answer) => {
        this.inbox.push({ targetId, generation, answer })
        this.poke()
      },
      crash: () => this.site.crash(this.process),
    })
    for (const flight of state.run.flights.values()) {
      const call = this.calls.underWay.get(flight.target.id)
      flight.busy = call?.generation === flight.generation ? call.kind : null
    }
    this.holdAnswered(state.run)
    this.looks = []
    this.memory = { state, revision, commandRevision }
    return this.memory
  }
}
