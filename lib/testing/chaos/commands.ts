import { setTimeout as sleep } from 'node:timers/promises'
import type { BrokenClusterDto } from '@/lib/disruption/dto'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { type Api, Refused } from './api'
import type { Run } from './programme'

/** A time in which nothing may start, as whoever asked for it was told. */
export interface Hold {
  readonly run: Run
  readonly why: 'pause' | 'budget' | 'abort' | 'rollback'
  /** When it was acknowledged, epoch ms. */
  readonly from: number
  /** When it was asked to end; for ever unless set. */
  until: number
}

/** An act that was acknowledged, as the audit must tell it. */
export interface Acknowledged {
  readonly action: string
  readonly rollout: string
}

const helpEveryMs = 300

/** The people of a run: what they command goes through the public API, and what they were told is written down. */
export class Commands {
  readonly holds: Hold[] = []
  readonly acknowledged: Acknowledged[] = []
  /** When each approval was sent off, by rollout; epoch ms. */
  readonly approvedAt = new Map<string, number>()
  private readonly stopped = new AbortController()

  constructor(
    private readonly launcher: Api,
    private readonly approver: Api,
    private readonly runs: readonly Run[],
  ) {}

  async pause(run: Run): Promise<Hold> {
    await this.command(run, 'pause', {}, ({ state }) => state === 'paused')
    return this.hold(run, 'pause')
  }

  async resume(hold: Hold): Promise<void> {
    hold.until = Date.now()
    await this.command(hold.run, 'resume', {}, ({ state }) => state !== 'paused')
  }

  /** Goes on after a budget was exhausted. Whoever counts while the last ones fail is refused, and counts anew. */
  private async accept(run: Run): Promise<void> {
    const hold = this.hold(run, 'budget')
    await sleep(1_500)
    const { phases } = await this.launcher.get<RolloutDto>(`/api/v1/rollouts/${run.rollout}`)
    const failures = phases.flatMap(({ budget }) => (budget ? [budget.charged - budget.acknowledged] : []))
    const acknowledge = failures.find((fresh) => fresh > 0)
    hold.until = Date.now()
    await this.ask(this.launcher, run, 'resume', 'rollout.resume', { acknowledge })
  }

  async abort(run: Run): Promise<void> {
    await this.command(run, 'abort', { cancelInFlight: true }, ({ state }) => /^abort/.test(state))
    this.hold(run, 'abort')
  }

  async rollback(run: Run): Promise<void> {
    await this.command(run, 'rollback', {}, ({ state }) => /^roll/.test(state))
    this.hold(run, 'rollback')
  }

  /** Approves what asks for it, and goes on after a budget that was exhausted, for as long as it takes. */
  async help(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.acknowledge()
      for (const run of this.runs) await this.helpRun(run)
      await sleep(helpEveryMs, undefined, { signal: this.stopped.signal }).catch(() => {})
    }
  }

  stopHelping(): void {
    this.stopped.abort()
  }

  private async helpRun(run: Run): Promise<void> {
    const now = await this.launcher.get<RolloutDto>(`/api/v1/rollouts/${run.rollout}`)
    if (now.state === 'paused' && now.pauseCause === 'budget') await this.accept(run)
    for (const { id, type, state, requestedAt } of now.phases.flatMap(({ gates }) => gates)) {
      if (type !== 'approval' || state !== 'closed' || requestedAt === null || now.state !== 'running')
        continue
      if (!this.approvedAt.has(run.rollout)) this.approvedAt.set(run.rollout, Date.now())
      await this.ask(this.approver, run, `gates/${encodeURIComponent(id)}/approve`, 'gate.approve', {})
    }
  }

  /** Takes broken clusters off the disruption budgets, where they would keep their places for good. */
  private async acknowledge(): Promise<void> {
    const { broken } = await this.launcher.get<{ broken: BrokenClusterDto[] }>('/api/v1/disruption-budgets')
    const clusters = broken.filter(({ inFlight }) => !inFlight).map(({ cluster }) => cluster)
    if (clusters.length === 0) return
    const body = { clusters, reason: 'looked at' }
    await refusable(this.launcher.send('POST', '/api/v1/disruption-budgets/acknowledge', body))
  }

  private hold(run: Run, why: Hold['why']): Hold {
    const hold: Hold = { run, why, from: Date.now(), until: Number.POSITIVE_INFINITY }
    this.holds.push(hold)
    return hold
  }

  /** Commands, and when that is refused looks whether an earlier try of it, whose answer was lost, has worked. */
  private async command(
    run: Run,
    verb: string,
    body: object,
    fits: (rollout: RolloutDto) => boolean,
  ): Promise<void> {
    if (await this.ask(this.launcher, run, verb, `rollout.${verb}`, body)) return
    const now = await this.launcher.get<RolloutDto>(`/api/v1/rollouts/${run.rollout}`)
    if (!fits(now)) throw new Error(`${verb} of ${run.name} was refused in state ${now.state}`)
  }

  private async ask(api: Api, run: Run, path: string, action: string, body: object): Promise<boolean> {
    const done = await refusable(api.send('POST', `/api/v1/rollouts/${run.rollout}/${path}`, body))
    if (done) this.acknowledged.push({ action, rollout: run.rollout })
    return done
  }
}

/** Tells whether a call was done; false = it conflicts with how things are by now. */
async function refusable(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return false
    throw error
  }
}
