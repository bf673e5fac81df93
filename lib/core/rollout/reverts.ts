import { isWanted } from './course'
import { Heap } from './heap'
import type { Lane } from './lane'
import type { RolloutHead, Target } from './model'
import { WaitQueues } from './queues'
import type { Verdict } from './verdict'

/**
 * Who is taken back next in one phase: who came to rest last is first. What cannot go when its turn comes is
 * set aside by its cause and comes back when the cause ends, as in a `Lane`.
 */
export class RevertLane {
  /** Targets that have yet to begin, wherever they are set aside. */
  readonly waiting = new Set<Target>()
  /** Targets whose clusters are being looked at. */
  readonly checking = new Set<Target>()
  /** Targets held up by something of their own, such as a lease: looked at again every second. */
  readonly parked = new Set<Target>()
  /** Targets held up by what holds up others too: a full disruption budget. */
  readonly queues = new WaitQueues<Target>(lastFirst)
  private readonly verdicts = new Map<Target, Verdict>()
  private readonly ready = new Heap<Target>(lastFirst)
  /** Targets whose group of a spread is full, by the spread's index and the group. */
  private readonly crowds = new Map<string, Heap<Target>>()

  constructor(
    readonly forward: Lane,
    private readonly head: RolloutHead,
  ) {}

  add(target: Target): void {
    if (this.waiting.has(target)) return
    this.waiting.add(target)
    this.ready.push(target)
  }

  /** Takes the first that still waits; undefined = none has its turn. */
  next(): Target | undefined {
    for (let target = this.ready.pop(); target; target = this.ready.pop()) {
      if (isWanted(this.head, target)) return target
      this.drop(target)
    }
    return undefined
  }

  /** Gives a target its turn again. */
  recall(target: Target): void {
    this.parked.delete(target)
    this.ready.push(target)
  }

  /** Forgets a target that has begun, or is not to be taken back any more. */
  drop(target: Target): void {
    this.waiting.delete(target)
    this.checking.delete(target)
    this.parked.delete(target)
    this.queues.forget(target)
    this.verdicts.delete(target)
  }

  verdict(target: Target): Verdict | undefined {
    return this.verdicts.get(target)
  }

  setVerdict(target: Target, verdict: Verdict): void {
    this.checking.delete(target)
    this.verdicts.set(target, verdict)
  }

  /** Sets a target aside until a place in its group of the given spread is free. */
  awaitSpread(target: Target, spread: number): void {
    const name = `${spread}:${this.forward.groupOf(spread, target)}`
    const crowd = this.crowds.get(name) ?? new Heap<Target>(lastFirst)
    crowd.push(target)
    this.crowds.set(name, crowd)
  }

  /** Gives up to `count` of each group that has a place again their turn; `idle` ones take none. */
  recallCrowds(count: number, idle: readonly Target[]): void {
    for (const [name, crowd] of this.crowds) {
      const spread = Number(name.slice(0, name.indexOf(':')))
      for (let i = 0; i < count; i++) {
        const first = crowd.peek()
        if (!first || this.forward.placesLeft(spread, first, idle) <= i) break
        this.recall(crowd.pop() as Target)
      }
      if (crowd.size === 0) this.crowds.delete(name)
    }
  }
}

/** The targets that a rollback has yet to take back, phase by phase; made anew from the targets at a load. */
export class Reverts {
  readonly lanes: readonly RevertLane[]

  constructor(head: RolloutHead, lanes: readonly Lane[]) {
    this.lanes = lanes.map((lane) => new RevertLane(lane, head))
    if (head.rollback === null) return
    for (const { targets } of lanes) {
      for (const target of targets) if (isWanted(head, target)) this.add(target)
    }
  }

  add(target: Target): void {
    this.lanes[target.phase]?.add(target)
  }

  /** Whether nobody waits any more. */
  get empty(): boolean {
    return this.lanes.every(({ waiting }) => waiting.size === 0)
  }
}

const lastFirst = (a: Target, b: Target): boolean => {
  const [atA, atB] = [a.finishedAt ?? 0, b.finishedAt ?? 0]
  return atA === atB ? a.position > b.position : atA > atB
}
