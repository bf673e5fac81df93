import type { AuditEntryDto } from '@/lib/audit/dto'
import { eventually } from '../../faults/eventually'
import type { Judge } from './round'

const patienceMs = 30_000

/** Events without gap or repeat, the same to whoever followed them live, and every act in the audit. */
export const judgeEvents: Judge = async ({ admin, commands, followers }, told, say) => {
  for (const [i, { run, rollout, events, targets }] of told.entries()) {
    const whole = Array.from({ length: rollout.lastSeq }, (_, n) => n + 1)
    if (
      !same(
        events.map(({ seq }) => seq),
        whole,
      )
    )
      say(`the events of ${run.name} have gaps or repeats (12)`)
    if (events.some(({ at }, n) => at < (events[n - 1]?.at ?? '')))
      say(`events of ${run.name} go back in time (12)`)
    const follower = followers[i]
    await eventually('the stream has come to its end', patienceMs, () =>
      (follower?.seen.at(-1) ?? 0) >= rollout.lastSeq ? true : undefined,
    ).catch(() => say(`whoever followed ${run.name} saw nothing after ${follower?.seen.at(-1)} (12)`))
    if (!same(follower?.seen ?? [], whole)) say(`whoever followed ${run.name} saw gaps or repeats (12)`)
    const told = new Set(events.filter(({ type }) => type === 'target.succeeded').map(({ target }) => target))
    for (const { cluster, state } of targets) {
      if (state === 'succeeded' && !told.has(cluster))
        say(`no event tells that ${cluster} of ${run.name} succeeded (12)`)
    }
  }
  const { items } = await admin.get<{ items: AuditEntryDto[] }>('/api/v1/audit?limit=1000')
  for (const { action, rollout } of commands.acknowledged) {
    if (!items.some((entry) => entry.action === action && mentions(entry, rollout)))
      say(`no audit entry of ${action} of rollout ${rollout} (13)`)
  }
}

const mentions = ({ object, data }: AuditEntryDto, rollout: string): boolean =>
  object === rollout || object.startsWith(`${rollout}/`) || data.rollout === rollout

const same = (left: readonly number[], right: readonly number[]): boolean =>
  left.length === right.length && left.every((one, i) => one === right[i])
