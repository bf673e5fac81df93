import { createEligibility } from '@/lib/core/plan/eligibility'
import type { Sight } from '@/lib/core/rollout/judge'
import { judge, judgeBack } from '@/lib/core/rollout/judge'
import type { RolloutHead, Target } from '@/lib/core/rollout/model'
import type { Look } from '@/lib/core/rollout/observation'
import type { PlaceNeed } from '@/lib/core/rollout/places'
import type { Verdict } from '@/lib/core/rollout/verdict'
import type { Sighting, WatchOrder } from '@/lib/core/rollout/watch-memory'
import { createRandom, type Random } from '@/lib/core/shared/random'
import type { Desk } from './desk'
import { createFaults, type Faults } from './faults'
import type { Plant, Watched } from './plant'
import { Process } from './process'
import type { FaultKind, Scenario } from './scenario'
import type { Store } from './store'
import { leaseMs, SimulatedTicker } from './ticker'
import type { Timeline } from './timeline'

/** How often workers do what keeps them honest, as the real ones do it; virtual ms. */
const noticeMs = 150
const renewMs = 1_000
const adoptMs = 500
const scheduleMs = 1_000

const active = new Set(['running', 'paused', 'aborting', 'rolling_back'])

/** Two workers, the database between them, and everything that may happen to them. */
export class Site {
  readonly faults: Faults
  private readonly tickers = new Map<Process, SimulatedTicker[]>()
  private hired = 0

  constructor(
    readonly scenario: Scenario,
    readonly time: Timeline,
    readonly store: Store,
    readonly plant: Plant,
    readonly random: Random,
    private readonly desk: Desk,
  ) {
    this.faults = createFaults(scenario, random)
  }

  /** Starts a worker; when it dies, its supervisor starts another. */
  hire(): void {
    this.hired += 1
    const process = new Process(this.time, `worker-${this.hired}`)
    this.tickers.set(process, [])
    const every = (ms: number, work: () => void) => {
      const again = () => {
        work()
        process.after(ms, again)
      }
      process.after(this.random.int(ms), again)
    }
    every(noticeMs, () => {
      for (const ticker of this.carried(process)) ticker.notice(this.store.of(ticker.id).commandRevision)
    })
    every(renewMs, () => this.renew(process))
    every(adoptMs, () => this.adopt(process))
    every(scheduleMs, () => this.startDue())
    every(5_000, () => {
      if (this.faults.draw('freeze')) process.freeze(2_000 + this.random.int(12_000))
    })
  }

  crash(process: Process): void {
    process.alive = false
    this.tickers.delete(process)
    this.time.after(500 + this.random.int(2_500), () => this.hire())
  }

  /** How one write goes over the wire: where it fails, and how long it takes there and back. */
  wire(): { fault: FaultKind | null; there: number; back: number } {
    const fault = this.faults.draw('write-fails', 'write-unknown')
    return { fault, there: 1 + this.random.int(4), back: 1 + this.random.int(4) }
  }

  /** What looks at clusters show, by the real judge: leases of other rollouts and freezes that hold. */
  judge(head: RolloutHead, targets: readonly Target[], at: number): Look[] {
    const { operation } = head.rules
    const eligibility = createEligibility({ operation, params: {} }, () => false)
    const freezes = this.scenario.freezes
      .filter(({ from, until }) => from <= at && at < until)
      .map(({ region, until }, i) => ({
        id: i + 1,
        title: 'freeze',
        reason: 'drawn',
        endsAt: until,
        matches: (cluster: { region: string }) => cluster.region === region,
      }))
    return targets.map((target) => {
      const holder = this.store.leases.get(target.clusterId)
      const heldBy =
        holder === undefined || holder === head.id
          ? null
          : { id: holder, title: `rollout ${holder}`, paused: this.store.of(holder).head.state === 'paused' }
      const cluster = { ...target.facts, name: target.cluster, connection: {}, nodes: null }
      const sight = { cluster, heldBy, freezes, needs: this.needsOf(target) }
      const back = target.state !== 'pending'
      const verdict = back ? this.judgeBack(sight, at) : judge({ operation, eligibility }, target, sight, at)
      return { targetId: target.id, verdict }
    })
  }

  /** A rollback may begin by itself while the line is stopped; forward, a stop has paused whatever ran. */
  private judgeBack(sight: Sight, at: number): Verdict {
    if (!this.store.stop) return judgeBack(sight, at)
    return { at, kind: 'wait', hindrance: { kind: 'line', message: 'the line is stopped', until: null } }
  }

  private needsOf(target: Target): PlaceNeed[] {
    const max = this.scenario.placesMax
    if (max === null) return []
    const free = this.store.freePlaces(target)
    const message = free > 0 ? '' : `no place in ${target.facts.region}`
    return [{ budget: 1, group: target.facts.region, max, free, message }]
  }

  /**
   * Looks at the check of a gate or guard. While it is out, nothing passes; else it is drawn, the same for all who
   * look within a few seconds.
   */
  see(rollout: number, { key, round }: WatchOrder): { after: number; seen: Sighting; watched: Watched } {
    const { seed, badLooks, outage, healAt } = this.scenario
    const at = this.time.now
    const fault = this.faults.draw('slow', 'hang', 'unavailable')
    const after = fault === 'hang' ? 5_000 : fault === 'slow' ? 2_000 : 1 + this.random.int(40)
    const random = createRandom(`watch ${seed} ${rollout} ${key} ${Math.floor(at / 4_000)}`)
    const out = outage !== null && outage.from <= at && at < outage.until
    const bad = at < healAt && (out || random.next() < badLooks)
    const silent = fault === 'hang' || fault === 'unavailable' || (bad && random.int(3) === 0)
    const kind = silent ? 'unknown' : bad ? 'fail' : 'pass'
    const watched: Watched = { rollout, key, round, at, toldAt: at + after, kind, heard: false }
    this.plant.watched.push(watched)
    return { after, seen: { key, round, at, kind, message: kind, observed: null }, watched }
  }

  mayStart(id: number, fence: number, back: boolean): boolean {
    const { head, fence: held, leaseUntil } = this.store.of(id)
    const goes = head.state === (back ? 'rolling_back' : 'running')
    return held === fence && goes && leaseUntil > this.time.now && !this.store.stop
  }

  giveBack(id: number, fence: number, revision: number, wakeAt: number): boolean {
    const stored = this.store.of(id)
    if (stored.fence !== fence || stored.revision !== revision) return false
    stored.leaseUntil = Number.NEGATIVE_INFINITY
    stored.wakeAt = wakeAt
    return true
  }

  private carried(process: Process): SimulatedTicker[] {
    const carried = (this.tickers.get(process) ?? []).filter(({ ended }) => !ended)
    if (this.tickers.has(process)) this.tickers.set(process, carried)
    return carried
  }

  private renew(process: Process): void {
    for (const ticker of this.carried(process)) {
      const stored = this.store.of(ticker.id)
      if (stored.fence === ticker.fence && stored.leaseUntil > Number.NEGATIVE_INFINITY) {
        stored.leaseUntil = this.time.now + leaseMs
        ticker.renewed(this.time.now)
      } else if (stored.fence !== ticker.fence) ticker.lost()
    }
  }

  /** Starts the drafts whose moment has come, unless the line is stopped; a write that fails is made again. */
  private startDue(): void {
    if (this.store.stop) return
    for (const [id, { head }] of this.store.rollouts) {
      if (head.state !== 'draft' || head.startAt === null || head.startAt > this.time.now) continue
      if (this.wire().fault !== 'write-fails') this.desk.send(id, { type: 'start-due' })
    }
  }

  private adopt(process: Process): void {
    for (const [id, stored] of this.store.rollouts) {
      if (!active.has(stored.head.state)) continue
      if (stored.wakeAt > this.time.now || stored.leaseUntil >= this.time.now) continue
      stored.fence += 1
      stored.leaseUntil = this.time.now + leaseMs
      stored.wakeAt = this.time.now
      this.tickers.get(process)?.push(new SimulatedTicker(this, process, id, stored.fence))
    }
  }
}
