import { setTimeout as sleep } from 'node:timers/promises'
import { createEligibility, type Eligibility } from '@/lib/core/plan/eligibility'
import { decide, type Inputs, resume } from '@/lib/core/rollout/decide'
import { tickerState } from '@/lib/core/rollout/load'
import type { Target } from '@/lib/core/rollout/model'
import type { EngineState, Runtime, Turn } from '@/lib/core/rollout/state'
import { isFinished } from '@/lib/core/rollout/states'
import { giveBackOrders } from '@/lib/core/rollout/watch'
import type { JsonObject } from '@/lib/core/shared/json'
import { type LoadedRollout, loadRollout, type Standing } from '@/lib/rollouts/load'
import { lookAt } from '@/lib/rollouts/look'
import type { ClusterRestore, ClusterSet } from '@/lib/rollouts/write/parts'
import { standingAfter, writeStatement } from '@/lib/rollouts/write-statement'
import { isUnavailable } from '@/lib/server/outages'
import { sqlState, transaction } from '@/lib/server/sql'
import { Alarm } from './alarm'
import { Calls } from './calls'
import { ClusterMemory } from './cluster-memory'
import type { WorkerDeps } from './deps'
import { Inbox, noInputs } from './inbox'
import { giveBack, leaseMs, letGo, mayStart } from './lease'
import { createSetter, type Setter } from './sets'
import { settleBack } from './settle-back'
import { Watcher } from './watcher'
import { runKept } from './writer'

/** A rollout with nothing in flight is given back when nothing is due within this time. */
const idleMs = 2_000
/** Pauses after something went wrong: first, and at most. */
const troubleMs = 100
const troubleMsMax = 5_000
/** Longest sleep: whatever was missed is seen after it. */
const sleepMsMax = 60_000

/** A rollout in the ticker's memory; worth nothing once somebody else has written. */
interface Memory {
  readonly state: EngineState & { readonly run: Runtime }
  standing: Standing
  readonly eligibility: Eligibility
  readonly setter: Setter
  /** The moment of take-over: it stays in the row, so that the row finds nobody's index. */
  readonly wakeAt: number
}

type Written = 'written' | 'stale' | 'leased'

/** What the database says when somebody else was first: unique violation, no place in a disruption budget. */
const refusedStarts = new Set(['23505', 'CU001'])

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
  /** Of the memory that was thrown away: what is with a driver or a check right now. */
  private before: Pick<Runtime, 'flights' | 'watches' | 'comparisons'> | undefined
  private readonly inbox = new Inbox()
  private looking = 0
  /** What a write decided on whose fate is not known. */
  private doubtful: { standing: Standing; inputs: Inputs } | null = null
  private readonly clusters = new ClusterMemory()
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
    if (!turn.empty && (await this.write(memory, turn, inputs, now)) !== 'written') {
      this.inbox.putBack(inputs)
      this.takeBack(memory, turn)
      return false
    }
    this.act(memory, turn)
    if (isFinished(memory.state.head.state)) return this.giveBack(memory, null)
    if (!this.inbox.empty || this.stale) return false
    return this.rest(memory, nextAt)
  }

  private async write(memory: Memory, turn: Turn, inputs: Inputs, now: number): Promise<Written> {
    const statement = writeStatement(memory.state, turn, memory.standing, {
      actor: 'system:engine',
      now,
      byCommand: false,
      wakeAt: memory.wakeAt,
      leaseUntil: now + leaseMs,
      clusters: this.clusterSets(memory, turn),
      restores: this.restores(memory, turn),
      disturbing: this.clusters.disturbing,
    })
    const sentAt = performance.now()
    try {
      const [row] = await runKept<{ written: number }>(this.deps.writerPool, statement)
      if (row?.written !== 1) return 'stale'
    } catch (error) {
      // Another rollout has the cluster, or the last place of a disruption budget: nothing was written.
      if (refusedStarts.has(sqlState(error) ?? '')) return 'leased'
      this.doubtful = { standing: memory.standing, inputs }
      this.takeBack(memory, turn)
      throw error
    }
    this.renewed(sentAt)
    this.knownAt = Math.max(this.knownAt, sentAt)
    memory.standing = standingAfter(memory.standing, turn, false)
    this.clusters.forgetResting(turn.targets)
    return 'written'
  }

  private clusterSets(memory: Memory, turn: Turn): ClusterSet[] {
    return turn.succeeded.flatMap((target) => {
      const set = memory.setter.set(target, this.clusters.of(target.id))
      return set ? [set] : []
    })
  }

  private restores(memory: Memory, turn: Turn): ClusterRestore[] {
    return turn.reverted.flatMap((target) => {
      const restore = memory.setter.restore(target, this.clusters.of(target.id))
      return restore ? [restore] : []
    })
  }

  /** Forgets what was decided and not written. */
  private takeBack(memory: Memory, turn: Turn): void {
    for (const { target, kind } of turn.effects) {
      const flight = memory.state.run.flights.get(target.id)
      if (flight && kind === 'start') flight.sent = false
    }
    giveBackOrders(memory.state.run, turn)
    this.stale = true
  }

  private act(memory: Memory, turn: Turn): void {
    for (const effect of turn.effects) this.calls?.make(effect, this.knownAt)
    for (const order of turn.toWatch) this.watcher?.look(order)
    if (turn.toCheck.length > 0) this.look(memory, turn.toCheck)
  }

  /** Looks at clusters in the background; when it fails, the memory is thrown away with what waits for it. */
  private look(memory: Memory, targets: readonly Target[]): void {
    this.looking += 1
    const { sql, clock, limits } = this.deps
    const judging = { operation: memory.state.head.rules.operation, eligibility: memory.eligibility }
    lookAt(sql, judging, this.id, targets, clock.now(), { queue: true, limits })
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
    const { pool, clock, sql } = this.deps
    this.stale = false
    if (this.memory) this.before = this.memory.state.run
    const wakeAt = this.memory?.wakeAt ?? clock.now()
    this.memory = null
    const askedAt = performance.now()
    const loaded = await transaction(
      pool,
      (tx) => loadRollout(tx, this.id, { lock: false, targets: 'all' }),
      { readOnly: true },
    )
    if (loaded.standing.fence !== this.fence) return null
    this.knownAt = askedAt
    this.settleDoubt(loaded.standing)
    const state = tickerState(loaded, this.before)
    this.calls ??= this.makeCalls(loaded)
    this.watcher ??= this.makeWatcher(loaded)
    for (const flight of state.run.flights.values()) {
      const call = this.calls.underWay.get(flight.target.id)
      flight.busy = call?.generation === flight.generation ? call.kind : null
    }
    this.inbox.holdAnswered(state.run)
    await this.clusters.refresh(sql, loaded.targets)
    this.inbox.dropLooks()
    const { operation } = loaded.head.rules
    this.memory = {
      state,
      standing: loaded.standing,
      eligibility: createEligibility({ operation, params: loaded.params as JsonObject }, () => false),
      setter: createSetter(operation, loaded.params),
      wakeAt,
    }
    return this.memory
  }

  /** After a write of unknown fate: what it took in counts again, unless the row shows that it was done. */
  private settleDoubt(standing: Standing): void {
    const { doubtful } = this
    this.doubtful = null
    if (!doubtful) return
    const { revision, commandRevision } = doubtful.standing
    const done = standing.revision === revision + 1 && standing.commandRevision === commandRevision
    if (!done) this.inbox.putBack(doubtful.inputs)
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
