import { formatCount, formatDuration, formatNoun, formatShare } from '@/lib/client/format'
import type { HarmDto, RehearsalDto } from '@/lib/rehearsals/dto'

/** Says what can fail whatever happens: "At most 12 clusters (weight 340) can fail before this stops." */
export function worstCaseWords({ clusters, weight }: HarmDto, planned: number): string {
  if (clusters === 0) return 'Nothing can fail: there is nothing to do.'
  if (clusters >= planned) {
    return `All ${formatNoun(clusters, 'cluster')} (weight ${formatCount(weight)}) can fail: no limit stops it before.`
  }
  return `At most ${formatNoun(clusters, 'cluster')} (weight ${formatCount(weight)}) can fail before this stops.`
}

/** Says how many failures to expect, and how likely a budget stops it. */
export function failureWords({ expectedFailures, tripShare, runs }: RehearsalDto): string {
  const about =
    expectedFailures < 10 ? expectedFailures.toFixed(1) : formatCount(Math.round(expectedFailures))
  const expected = expectedFailures === 0 ? 'No failures expected' : `About ${about} failures expected`
  const trips = tripShare === 0 ? 'no run' : `${formatShare(tripShare * runs, runs)} of the runs`
  return `${expected}; ${trips} spent a failure budget.`
}

/** Says what the rehearsal has taken for granted, and where from. */
export function assumptionWords({ assumptions, runs, seed }: RehearsalDto): string[] {
  const { applySeconds, verifySeconds, approvalSeconds, failureRate, observed, notes } = assumptions
  const spell = ({ p50, p90 }: { p50: number; p90: number }) =>
    p90 > p50 * 1.02
      ? `${formatDuration(p50 * 1_000)} (nine in ten within ${formatDuration(p90 * 1_000)})`
      : formatDuration(p50 * 1_000)
  return [
    observed.attempts + observed.targets === 0
      ? 'This operation has never run here, so all of this is assumed.'
      : `From ${formatNoun(observed.attempts, 'earlier attempt')} on ${formatNoun(observed.targets, 'cluster')}.`,
    `The operation takes ${spell(applySeconds)} on a cluster.`,
    ...(verifySeconds ? [`Its checks take ${spell(verifySeconds)}.`] : []),
    `${formatShare(failureRate * 10_000, 10_000)} of the clusters fail.`,
    ...(approvalSeconds
      ? [
          `People approve after ${spell(approvalSeconds)}${observed.approvals > 0 ? `, from ${formatNoun(observed.approvals, 'earlier approval')}` : ''}.`,
        ]
      : []),
    ...notes,
    `Played ${formatNoun(runs, 'time')} with the seed “${seed}”.`,
  ]
}

const causes: Record<string, string> = {
  budget: 'a failure budget is spent',
  guard: 'a guard fails',
  gate_expired: 'an approval is not given in time',
  gate_rejected: 'a gate is refused',
  aborted: 'a spent failure budget aborts it',
  rolled_back: 'a spent failure budget rolls it back',
  stuck: 'something never opens',
}

/** Says why runs stopped: "13 % of the runs stop because a failure budget is spent". */
export const stopWords = ({ stops, runs }: RehearsalDto): string[] =>
  stops.map(
    ({ cause, share }) =>
      `${formatShare(share * runs, runs)} of the runs stop because ${causes[cause] ?? cause.replaceAll('_', ' ')}.`,
  )
