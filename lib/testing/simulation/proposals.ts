import type { ResolvedPolicy } from '@/lib/core/policy/resolved'
import { draftAmendment } from '@/lib/core/rollout/amend/amend'
import { whyNotApproveAmendment } from '@/lib/core/rollout/amend/propose'
import type { Person } from '@/lib/core/rollout/decide-gate'
import { commandState } from '@/lib/core/rollout/load'
import { anotherPolicy } from './amendments'
import type { Desk } from './desk'
import { people } from './persons'
import type { Store, Stored } from './store'
import type { Timeline } from './timeline'

/** An amendment that waits for somebody else. */
export interface Proposal {
  readonly policy: ResolvedPolicy
  readonly proposedBy: Person
  /** The plan that it was written for. */
  readonly planHash: string
}

/** Amendments as the product takes them: what only tightens at once, what weakens when somebody else approves it. */
export class Proposals {
  /** What has come up besides what the log tells. */
  readonly kinds = new Set<string>()

  constructor(
    private readonly time: Timeline,
    private readonly store: Store,
    private readonly desk: Desk,
  ) {}

  /** Writes another policy; where it weakens, somebody mostly looks at it at once. */
  amend(rollout: number, pick: number): void {
    const stored = this.store.of(rollout)
    const { head, phases, proposal } = stored
    const policy = anotherPolicy(head.rules.policy, phases, pick)
    const drafted = draftAmendment(commandState(this.store.load(rollout)), policy, {})
    if (!drafted.ok) return
    const proposedBy = people[pick % 3 === 0 ? 0 : 1] as Person
    const { planHash } = head
    const asked = { policy, params: {}, reason: 'drawn', planHash, failedSince: [] }
    const ids = [...stored.targets.keys()]
    if (drafted.value.weakenings.length === 0) {
      this.desk.send(rollout, { type: 'amend', ...asked, proposedBy, approvedBy: null }, ids)
      return
    }
    const pendingBy = proposal?.proposedBy.user ?? null
    const refused = this.desk.send(rollout, { type: 'propose-amendment', ...asked, pendingBy }, ids)
    if (refused !== null) {
      if (pendingBy !== null) this.kinds.add('proposal while another waits')
      return
    }
    stored.proposal = { policy, proposedBy, planHash }
    if (pick % 2 === 0) this.approve(rollout, 2, pick % 4 === 0)
    else this.discuss(rollout, Math.floor(pick / 2))
  }

  /** Somebody has seen a failure, and has another idea of what is left. */
  react(rollout: number, pick: number): void {
    this.time.after(500, () => this.amend(rollout, pick * 4 + 1))
  }

  /** What comes of one that waits: somebody hurries, somebody has another idea, somebody decides or gives up. */
  private discuss(rollout: number, pick: number): void {
    this.time.after(1_000, () => this.approve(rollout, pick % 2))
    this.time.after(2_000 + (pick % 7) * 1_000, () => this.amend(rollout, pick * 2))
    this.time.after(4_000 + (pick % 5) * 4_000, () => this.approve(rollout, 1 + (pick % 2)))
    this.time.after(9_000 + (pick % 4) * 4_000, () => this.drop(rollout, pick))
  }

  /** Lets somebody approve what waits, if they may. */
  approve(rollout: number, pick: number, hurries = true): void {
    const stored = this.store.of(rollout)
    const { head, proposal, log } = stored
    const person = people[pick % people.length]
    if (!proposal || !person || !mayDecide(person)) return
    const { policy, proposedBy, planHash } = proposal
    if (whyNotApproveAmendment(head, proposedBy.userId, person.userId) !== null) {
      this.kinds.add('proposal approved by one too close')
      return
    }
    // Who is in a hurry has not looked at what has failed, and is told so.
    const failedSince = failedAfter(stored, hurries ? 0 : log.length)
    const asked = {
      policy,
      params: {},
      reason: 'drawn',
      proposedBy,
      approvedBy: person,
      planHash,
      failedSince,
    }
    const refused = this.desk.send(rollout, { type: 'amend', ...asked }, [...stored.targets.keys()])
    if (refused === null) stored.proposal = null
    else if (planHash !== head.planHash) this.kinds.add('proposal overtaken')
    else if (failedSince.length > 0) {
      this.kinds.add('proposal with old evidence')
      this.time.after(2_000, () => this.approve(rollout, pick, false))
    }
  }

  /** Lets somebody reject what waits, or its author take it back. */
  drop(rollout: number, pick: number): void {
    const stored = this.store.of(rollout)
    if (!stored.proposal) return
    const how = pick % 2 === 0 ? 'rejected' : 'withdrawn'
    const refused = this.desk.send(rollout, { type: 'drop-amendment', how, reason: 'drawn' })
    if (refused === null) stored.proposal = null
  }
}

const mayDecide = ({ roles }: Person): boolean => roles.includes('approver') || roles.includes('admin')

const failedAfter = ({ log }: Stored, seq: number): string[] =>
  log.flatMap((one) =>
    one.type === 'target.failed' && one.seq > seq && one.target ? [one.target.cluster] : [],
  )
