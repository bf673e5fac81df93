import { resolveAmount } from '@/lib/core/shared/amount'
import { Heap } from './heap'
import { spreadValue, stepEnd } from './limits'
import type { Phase, Target } from './model'
import { Pace } from './pace'
import { WaitQueues } from './queues'
import { isInFlight, isTerminal, type TargetState } from './states'
import type { Verdict } from './verdict'

/** Targets that share a value of a spread, and those of them that wait for a place in it. */
interface Group {
  readonly max: number
  inFlight: number
  readonly waiting: Heap<number>
}

/**
 * Who is next in one phase. Work follows what is due, not how many targets there are: a cursor walks the
 * stored order once; a target that cannot start when its turn comes is set aside by its cause (a full group,
 * a lease held elsewhere, a look at its cluster that is under way) and comes back when the cause ends. So it
 * never blocks the ones behind it, and is first again when it can go.
 *
 * Everything here can be made anew from the targets' states.
 */
export class Lane {
  /** Positions below are decided or set aside; pending ones from here on have not been looked at. */
  cursor = 0
  /** Targets of the present ramp step, and all before it, that are not at rest. */
  openInStep = 0
  /** Pending positions whose turn has come (again), first position first. */
  private readonly ready = new Heap<number>(byPosition)
  /** Positions whose clusters are being looked at. */
  readonly checking = new Set<number>()
  /** Positions held up by something of their own, such as a lease: looked at again every second. */
  readonly parked = new Set<number>()
  /** Positions held up by what holds up others too: a full disruption budget, a freeze. */
  readonly queues = new WaitQueues<number>(byPosition)
  private readonly verdicts = new Map<number, Verdict>()
  private readonly spreads: ReadonlyMap<string, Group>[]
  private readonly crowded = new Set<Group>()
  /** How many start at once, of late. */
  readonly pace = new Pace()
  /** Where the mass cancelling of an abort has got to. */
  swept = 0

  /** @param targets of the phase in order of position. */
  constructor(
    readonly phase: Phase,
    readonly targets: readonly Target[],
  ) {
    this.spreads = phase.rules.spread.map(({ by, maxInFlight }) => {
      const sizes = new Map<string, number>()
      for (const { facts } of targets) {
        const value = spreadValue(facts, by)
        sizes.set(value, (sizes.get(value) ?? 0) + 1)
      }
      return new Map(
        [...sizes].map(([value, size]) => [
          value,
          {
            max: resolveAmount(maxInFlight, size, 'concurrency'),
            inFlight: 0,
            waiting: new Heap<number>(byPosition),
          },
        ]),
      )
    })
    for (const target of targets) if (isInFlight(target.state)) this.countGroups(target, 1)
    this.countStep()
  }

  /** Counts anew what the present step holds up; to be called when the step has changed. */
  countStep(): void {
    const end = stepEnd(this.phase)
    this.openInStep = 0
    for (let position = 0; position < end; position++) {
      if (!isTerminal(this.at(position).state)) this.openInStep += 1
    }
  }

  /** Keeps the counts in step with a target that has moved. */
  moved(target: Target, from: TargetState): void {
    const flew = isInFlight(from)
    const flies = isInFlight(target.state)
    if (flew !== flies) this.countGroups(target, flies ? 1 : -1)
    if (isTerminal(from) !== isTerminal(target.state) && target.position < stepEnd(this.phase)) {
      this.openInStep += isTerminal(target.state) ? -1 : 1
    }
  }

  /** Takes the first pending target of the present step whose turn it is; undefined = none. */
  next(): Target | undefined {
    const end = stepEnd(this.phase)
    for (;;) {
      const ready = this.ready.peek()
      const recalled = ready !== undefined && ready < end
      if (!recalled && this.cursor >= end) return undefined
      const position = recalled ? (this.ready.pop() as number) : this.cursor++
      const target = this.at(position)
      if (target.state === 'pending') return target
      this.forget(position)
    }
  }

  /** Gives a target its turn again. */
  recall(position: number): void {
    this.parked.delete(position)
    if (position < this.cursor) this.ready.push(position)
  }

  /**
   * The target's first spread group that is full, as the spread's index; -1 = it has a place in all.
   * @param idle targets of this phase in flight that take no place.
   */
  fullSpread(target: Target, idle: readonly Target[] = []): number {
    for (let i = 0; i < this.spreads.length; i++) {
      if (this.placesLeft(i, target, idle) <= 0) return i
    }
    return -1
  }

  /** Sets a target aside until a place in the group of the given spread is free. */
  awaitSpread(target: Target, spread: number): void {
    const group = this.group(spread, target)
    group.waiting.push(target.position)
    this.crowded.add(group)
  }

  /** Gives those their turn again whose group has places now, at most `count` of each group. */
  recallWaiting(count: number): void {
    for (const group of this.crowded) {
      const places = Math.min(count, group.max - group.inFlight)
      for (let i = 0; i < places && group.waiting.size > 0; i++) this.recall(group.waiting.pop() as number)
      if (group.waiting.size === 0) this.crowded.delete(group)
    }
  }

  /** The target's value of a spread. */
  groupOf(spread: number, target: Target): string {
    return spreadValue(target.facts, this.phase.rules.spread[spread]?.by ?? '')
  }

  /** How many more of the target's group of a spread may be in flight, where `idle` ones take no place. */
  placesLeft(spread: number, target: Target, idle: readonly Target[] = []): number {
    const group = this.group(spread, target)
    const resting = idle.filter((other) => this.group(spread, other) === group).length
    return group.max - group.inFlight + resting
  }

  verdict(position: number): Verdict | undefined {
    return this.verdicts.get(position)
  }

  setVerdict(position: number, verdict: Verdict): void {
    this.verdicts.set(position, verdict)
  }

  /** Drops what is remembered of a target that is pending no more. */
  forget(position: number): void {
    this.verdicts.delete(position)
    this.parked.delete(position)
    this.checking.delete(position)
    this.queues.forget(position)
  }

  at(position: number): Target {
    const target = this.targets[position]
    if (!target) throw new Error(`phase ${this.phase.id} has no position ${position}`)
    return target
  }

  private group(spread: number, target: Target): Group {
    const group = this.spreads[spread]?.get(this.groupOf(spread, target))
    if (!group) throw new Error(`target ${target.id} is in no group of spread ${spread}`)
    return group
  }

  private countGroups(target: Target, by: 1 | -1): void {
    for (let i = 0; i < this.spreads.length; i++) this.group(i, target).inFlight += by
  }
}

const byPosition = (a: number, b: number) => a < b
