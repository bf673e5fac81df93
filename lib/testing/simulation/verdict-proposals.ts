import type { AmendedData } from '@/lib/core/rollout/amend/amendment'
import { people } from './persons'
import { eraAt, type Stored } from './store'
import type { Say } from './verdict'
import { lastOverrider } from './verdict-approvals'

/**
 * What weakens waits for somebody else: one at a time, changing nothing meanwhile; it is approved for the plan that it
 * was written for, by somebody who may and is not too close to it, or dropped.
 */
export function proposalsAreDecided(stored: Stored, say: Say): void {
  /** The plan that what waits was written for. */
  let waits: string | null = null
  for (const { type, seq, at, data } of stored.log) {
    const { planHash: before } = eraAt(stored, seq - 1)
    if (type === 'rollout.amendment_proposed') {
      if (waits !== null) say(`event ${seq} proposes a second amendment (8)`)
      if (data.before !== before)
        say(`event ${seq} proposes to amend another plan than the one that holds (8)`)
      if (eraAt(stored, seq) !== eraAt(stored, seq - 1))
        say(`event ${seq} proposes, and something has changed (8)`)
      waits = before
    } else if (type === 'rollout.amendment_rejected' || type === 'rollout.amendment_withdrawn') {
      if (waits === null) say(`event ${seq} drops an amendment, and none waits`)
      waits = null
    } else if (type === 'rollout.amended') {
      const { weakenings, proposedBy, approvedBy } = data as unknown as AmendedData
      if (weakenings.length === 0) continue
      if (waits !== before) say(`event ${seq} weakens the plan, and was not proposed for it (8)`)
      const close = [1, 2, proposedBy.userId, lastOverrider(stored, (one) => one.seq < seq)]
      const person = people.find(({ userId }) => userId === approvedBy?.userId)
      if (!person || close.includes(person.userId) || !/approver|admin/.test(person.roles.join()))
        say(`at ${at} an amendment was approved by ${person?.user ?? 'nobody'}, who may not (8)`)
      waits = null
    }
  }
}
