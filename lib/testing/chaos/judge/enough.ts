import type { JournalEntry } from '../../control-plane/journal'
import { answerCounts } from '../../faults/witness'
import type { Run } from '../programme'
import { faultNames } from '../schedule'
import type { Judge } from './round'

const effectsMin = 60
const hurtMin = 20
/** Answers of the control plane that every round must have met: cut, never given, too many requests, unavailable. */
const answers = ['0', 'none', '429', '503', '202']

/** So many clusters every rollout must have touched. */
export const touchedMin = 4

/** A round in which too little really happened proves nothing, and fails. */
export const judgeEnough: Judge = ({ log, hits, hurt, commands, runs }, _, say) => {
  const few = (what: string, count: number, least: number) => {
    if (count < least) say(`too little happened: ${count} ${what}, and ${least} are needed`)
  }
  few('effects', log.filter(({ type }) => type === 'applied').length, effectsMin)
  few('clusters at work when something went wrong', hurt.size, hurtMin)
  for (const fault of faultNames)
    few(`processes, connections or pieces hit by ${fault}`, hits.get(fault) ?? 0, 1)
  const counts = answerCounts(log)
  for (const status of answers) few(`requests answered with ${status}`, counts[status] ?? 0, 1)
  for (const why of ['pause', 'budget', 'abort', 'rollback'] as const) {
    few(`times held by a ${why}`, commands.holds.filter((hold) => hold.why === why).length, 1)
  }
  few('approvals', commands.approvedAt.size, 1)
  for (const run of runs) few(`clusters touched by ${run.name}`, touchedBy(run, log), touchedMin)
}

/** Counts the clusters of a rollout that something was done to; those that two rollouts want count for both. */
export function touchedBy({ clusters }: Run, log: readonly JournalEntry[]): number {
  const touched = new Set(log.filter(({ type }) => type === 'applied').map(({ cluster }) => cluster ?? ''))
  return [...clusters].filter((one) => touched.has(one)).length
}
