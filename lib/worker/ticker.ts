import { setTimeout as sleep } from 'node:timers/promises'
import { decide, type Inputs, resume } from '@/lib/core/rollout/decide'
import type { Target } from '@/lib/core/rollout/model'
import type { Turn } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import { type LoadedRollout, loadRollout } from '@/lib/rollouts/load'
import { lookAt } from '@/lib/rollouts/look'
import { isUnavailable } from '@/lib/server/outages'
import { transaction } from '@/lib/server/sql'
import { Alarm } from './alarm'
import { Calls } from './calls'
import { ClusterMemory } from './cluster-memory'
import type { WorkerDeps } from './deps'
import { Inbox, noInputs } from './inbox'
import { giveBack, leaseMs, letGo, mayStart } from './lease'
import { type Memory, makeMemory, type UnderWay } from './memory'
import { createSetter } from './sets'
import { settleBack } from './settle-back'
import { takeBack } from './take-back'
import { TurnWriter, type Written } from './turn-writer'
import { Watcher } from './watcher'

/** A rollout with nothing in flight is given back when nothing is due within this time. */
const idleMs = 2_000
/** Pauses after something went wrong: first, and at most. */
const troubleMs = 100
const troubleMsMax = 5_000
/** Longest sleep: whatever was missed is seen after it. */
const sleepMsMax = 60_000

/**
 * Carries one rollout: loads it once, then decides, writes and acts, in a loop, for as long as it holds the
 * lease and something is in flight or due.
 *
 * What comes back from outside is queued while a write is under way; as soon as that has committed, everything
 * queued goes through one decision and one write. So batches form by themselves under load, and a single
 * answer is written at once when there is none.
 *
 * Nothing is done outside before its intent is durable. When a write finds that somebody else has written (a
 * command, or a worker that took over), the memory is thrown away and everything is decided anew; what had
 * come in is kept, and what is under way outside stays under way.
 */
export class Ticker {
  /** Tells whoever runs it that the rollout is not carried any more. */
  readonly ended: Promise<void>
  private memory: Memory | null = null
  private calls: Calls | null = null
  private watcher: Watcher | null = null
  /** Of the memory that was thrown away. */
  private before: UnderWay | undefined
  private readonly inbox = new Inbox()
  private looking = 0
  private readonly clusters = new ClusterMemory()
  private readonly writer: TurnWriter
  private stale = false
  private stopping = false
  private heldUntil: number
  /** From this moment (monotonic) it is certain that nobody had commanded anything unseen. */
  private knownAt = Number.NEGATIVE_INFINITY
  private readonly alarm = new Alarm()
  private readonly aborter = new AbortController()

  constructor(
    private readonly deps: WorkerDeps,
    readonly id: number,
    readonly fence: number,
    takenAt: number,
  ) {
    this.heldUntil = takenAt + leaseMs
    this.writer = new TurnWriter(deps, this.clusters)
    this.ended = this.run()
  }

  /** Something may have changed: look now. */
  poke(): void {
    this.alarm.poke()
  }

  /** Tells what the rollout's row said when it was asked; a command has written if its counter moved. */
  notice(commandRevision: number, askedAt: number): void {
    if (!this.memory) return
    if (commandRevision === this.memory.standing.commandRevision) {
      this.knownAt = Math.max(this.knownAt, askedAt)
      return
    }
    this.stale = true
    this.poke()
  }

  /** The lease was renewed, at this moment of the monotonic clock. */
  renewed(at: number): void {
    this.heldUntil = Math.max(this.heldUntil, at + leaseMs)
  }

  /** How long the lease is held for sure, from a moment of the monotonic clock, in ms. */
  heldMs(at: number): number {
    return this.heldUntil - at
  }

  /** Somebody else has taken the rollout over: nothing is sent or written any more. */
  lost(): void {
    this.heldUntil = Number.NEGATIVE_INFINITY
    this.stopping = true
    this.aborter.abort()
    this.poke()
  }

  /** Stops after the write that is under way, and gives the rollout to whoever comes first. */
  async stop(): Promise<void> {
    this.stopping = true
    this.aborter.abort()
    this.poke()
    await this.ended
  }

  private async run(): Promise<void> {
    let trouble = troubleMs
    while (!this.stopping) {
      try {
        if (await this.turn()) break
        trouble = troubleMs
      } catch (error) {
        // Whether the last write was done is not known: begin anew from what the database says.
        this.stale = true
        const level = isUnavailable(error) ? 'warn' : 'error'
        this.deps.log[level]({ err: error, rollout: this.id }, 'a rollout cannot be carried on, trying again')
        await sleep(trouble, undefined, { signal: this.aborter.signal }).catch(() => {})
        trouble = Math.min(trouble * 2, troubleMsMax)
      }
    }
    if (this.stopping && this.heldUntil > performance.now()) await this.leave()
  }

  /** Loads, decides, writes, acts, waits. @returns true when the rollout is not to be carried any more. */
  private async turn(): Promise<boolean> {
    const first = this.memory === null || this.stale
    const memory = first ? await this.load() : this.memory
    if (!memory) return true
    const now = this.deps.clock.now()
    const inputs = first ? noInputs : this.inbox.take()
    const { turn, nextAt } = first
      ? { turn: resume(memory.state, memory.state.run, now), nextAt: now }
      : decide(memory.state, memory.state.run, inputs, now)
    // A look has no effect outside, so it need not wait for the write; but it is to see what that sets free, or claims.
    const early = turn.freed.length === 0 && turn.claims.length === 0
    if (early) this.look(memory, turn.toCheck, now)
    if (!turn.empty && (await this.write(memory, turn, inputs, now)) !== 'written') {
      this.inbox.putBack(inputs)
      return false
    }
    this.act(turn)
    if (!early) this.look(memory, turn.toCheck, this.deps.clock.now())
    if (isFinished(memory.state.head.state)) return this.giveBack(memory, null)
    if (!this.inbox.empty || this.stale) return false
    return this.rest(memory, nextAt)
  }

  /** Writes a turn; what was not written for sure is forgotten, and decided anew. */
  private async write(memory: Memory, turn: Turn, inputs: Inputs, now: number): Promise<Written> {
    const sentAt = performance.now()
    let written: Written | undefined
    try {
      written = await this.writer.write(memory, turn, inputs, now)
    } finally {
      if (written === 'written') {
        this.renewed(sentAt)
        this.knownAt = Math.max(this.knownAt, sentAt)
      } else {
        takeBack(memory.state.run, turn)
        this.stale = true
      }
    }
    return written
  }

  private act(turn: Turn): void {
    for (const effect of turn.effects) this.calls?.make(effect, this.knownAt)
    for (const order of turn.toWatch) this.watcher?.look(order)
  }

  /**
   * Looks at clusters in the background; when it fails, the memory is thrown away with what waits for it.
   * @param at the moment it counts from: starts that were decided then, or later, it may not have seen.
   */
  private look(memory: Memory, targets: readonly Target[], at: number): void {
    if (targets.length === 0) return
    this.looking += 1
    const { sql, kept, limits } = this.deps
    const judging = { operation: memory.state.head.rules.operation, eligibility: memory.eligibility }
    lookAt(sql, judging, this.id, targets, at, { queue: true, limits, kept })
      .then((looked) => {
        if (this.memory !== memory) return
        this.clusters.see(looked)
        for (const [targetId, verdict] of looked.verdicts) this.inbox.look({ targetId, verdict })
      })
      .catch(async (error) => {
        this.deps.log.warn({ err: error, rollout: this.id }, 'clusters cannot be looked at')
        await sleep(troubleMs)
        this.stale = true
      })
      .finally(() => {
        this.looking -= 1
        this.poke()
      })
  }

  /** Waits for something new; or gives the rollout back when nothing is in flight or due soon. */
  private async rest(memory: Memory, nextAt: number): Promise<boolean> {
    const { flights, watches, comparisons } = memory.state.run
    const busy =
      flights.size +
        watches.size +
        comparisons.underWay.size +
        (this.calls?.underWay.size ?? 0) +
        this.looking >
      0
    if (!busy && nextAt - this.deps.clock.now() > idleMs) {
      return this.giveBack(memory, nextAt === Number.POSITIVE_INFINITY ? null : new Date(nextAt))
    }
    if (!this.stopping) await this.alarm.sleep(Math.min(nextAt - this.deps.clock.now(), sleepMsMax))
    return false
  }

  /** Gives the rollout back until something is due. @returns false when somebody has just written to it. */
  private async giveBack(memory: Memory, wakeAt: Date | null): Promise<boolean> {
    const held = { id: this.id, fence: this.fence }
    const { revision } = memory.standing
    const given = await transaction(this.deps.pool, (tx) => giveBack(tx, held, revision, wakeAt))
    if (given) this.heldUntil = Number.NEGATIVE_INFINITY
    else this.stale = true
    return given
  }

  /** Reads the rollout as it is now. @returns null when it is somebody else's. */
  private async load(): Promise<Memory | null> {
    const { writerPool, clock, sql } = this.deps
    this.stale = false
    if (this.memory) this.before = this.memory.state.run
    const wakeAt = this.memory?.wakeAt ?? clock.now()
    this.memory = null
    const askedAt = performance.now()
    const loaded = await transaction(
      writerPool,
      (tx) => loadRollout(tx, this.id, { lock: false, targets: 'all' }),
      { readOnly: true, kept: true },
    )
    if (loaded.standing.fence !== this.fence) return null
    this.knownAt = askedAt
    const unsettled = this.writer.unsettled(loaded.standing)
    if (unsettled) this.inbox.putBack(unsettled)
    const memory = makeMemory(loaded, this.before, wakeAt)
    const { state } = memory
    this.calls ??= this.makeCalls(loaded)
    this.watcher ??= this.makeWatcher(loaded)
    for (const flight of state.run.flights.values()) {
      const call = this.calls.underWay.get(flight.target.id)
      flight.busy = call?.generation === flight.generation ? call.kind : null
    }
    this.inbox.holdAnswered(state.run)
    await this.clusters.refresh(sql, loaded.targets)
    this.inbox.dropLooks()
    this.memory = memory
    return memory
  }

  private makeCalls({ head, params }: LoadedRollout): Calls {
    const setter = createSetter(head.rules.operation, params)
    return new Calls(this.deps, {
      head,
      params,
      factsOf: (id) => this.clusters.of(id),
      mayStart: (back) => mayStart(this.deps.sql, { id: this.id, fence: this.fence }, back),
      settleBack: (target, message) =>
        settleBack(this.deps.sql, setter, target, this.clusters.of(target.id), message),
      heldUntil: () => this.heldUntil,
      take: (observation) => {
        this.inbox.observe(observation)
        this.poke()
      },
      signal: this.aborter.signal,
    })
  }

  private makeWatcher({ head, params }: LoadedRollout): Watcher {
    return new Watcher(this.deps, {
      head,
      params,
      fence: this.fence,
      take: (seen) => {
        this.inbox.sight(seen)
        this.poke()
      },
      signal: this.aborter.signal,
    })
  }

  private async leave(): Promise<void> {
    try {
      await transaction(this.deps.pool, (tx) => letGo(tx, { id: this.id, fence: this.fence }))
    } catch (error) {
      // The lease runs out by itself.
      this.deps.log.warn({ err: error, rollout: this.id }, 'a rollout could not be handed over')
    }
  }
}
