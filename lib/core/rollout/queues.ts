import { Heap } from './heap'

/** How often the first of a queue are looked at again, how many of them, and how often all of it. */
const probeMs = 1_000
const probes = 8
const probesMax = 256
const allMs = 30_000

interface Queue<Who> {
  readonly waiting: Heap<Who>
  /** How many are looked at the next time; grows while looks show that the way is free. */
  width: number
  nextAt: number
  allAt: number
  /** When what it waits for ends by itself; infinite = nobody knows. */
  endsAt: number
}

/**
 * Those of a phase who wait for the same thing: a place in a group of a disruption budget, the end of a
 * freeze. What holds up one holds up all, so only the first few are looked at again each second, however many
 * wait, and at the moment at which it ends by itself; once one of them may go, the next are looked at at once, more
 * of them each time. All of them are looked at now and then, because a cluster may have got other labels.
 */
export class WaitQueues<Who> {
  private readonly queues = new Map<string, Queue<Who>>()
  /** Which queue somebody stood in who is being looked at. */
  private readonly from = new Map<Who, Queue<Who>>()

  /** @param isBefore who of two is first. */
  constructor(private readonly isBefore: (a: Who, b: Who) => boolean) {}

  /**
   * Sets somebody aside until what they wait for may be there.
   * @param until when that ends by itself; null = nobody knows.
   */
  add(key: string, who: Who, now: number, until: number | null = null): void {
    this.from.delete(who)
    const endsAt = until ?? Number.POSITIVE_INFINITY
    let queue = this.queues.get(key)
    if (!queue) {
      queue = { waiting: new Heap(this.isBefore), width: probes, nextAt: now, allAt: now + allMs, endsAt }
      this.queues.set(key, queue)
    }
    queue.endsAt = endsAt
    queue.width = probes
    queue.nextAt = nextProbe(queue, now)
    queue.waiting.push(who)
  }

  /** A look has shown that somebody may go: those behind them are looked at next. */
  opened(who: Who): void {
    const queue = this.from.get(who)
    if (!queue) return
    this.from.delete(who)
    queue.width = Math.min(queue.width * 2, probesMax)
    queue.nextAt = Number.NEGATIVE_INFINITY
  }

  /** Nothing is known of somebody any more, or they wait for something of their own. */
  forget(who: Who): void {
    this.from.delete(who)
  }

  /** How many out of the queues are being looked at again. */
  get probing(): number {
    return this.from.size
  }

  /** Something was given free that a queue waits for: its first are looked at now. */
  hurry(key: string): void {
    const queue = this.queues.get(key)
    if (queue) queue.nextAt = Number.NEGATIVE_INFINITY
  }

  /** Takes out those who are to be looked at again now, at most `max`, the first of each queue first. */
  due(now: number, max: number): Who[] {
    const due: Who[] = []
    for (const [key, queue] of this.queues) {
      if (due.length >= max) break
      if (queue.waiting.size === 0) {
        this.queues.delete(key)
        continue
      }
      if (queue.nextAt > now) continue
      if (queue.allAt <= now) {
        queue.width = queue.waiting.size
        queue.allAt = now + allMs
      }
      const count = Math.min(queue.width, max - due.length, queue.waiting.size)
      for (let i = 0; i < count; i++) {
        const who = queue.waiting.pop() as Who
        this.from.set(who, queue)
        due.push(who)
      }
      queue.nextAt = nextProbe(queue, now)
    }
    return due
  }

  /** The next moment at which some are to be looked at; infinite = nobody waits. */
  nextAt(): number {
    let at = Number.POSITIVE_INFINITY
    for (const queue of this.queues.values()) if (queue.waiting.size > 0) at = Math.min(at, queue.nextAt)
    return at
  }
}

function nextProbe({ endsAt }: Pick<Queue<unknown>, 'endsAt'>, now: number): number {
  return endsAt > now ? Math.min(now + probeMs, endsAt) : now + probeMs
}
