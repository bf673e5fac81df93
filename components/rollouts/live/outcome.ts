import { formatCount, formatNoun, formatShare } from '@/lib/client/format'
import { pauseCauseLabel } from '@/lib/client/state-style'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { countState, failedCount, inFlightCount, retryingCount, type Tally, touchedCount } from './tally'

/** Says where a rollout stands in one sentence; how it ended is never hidden behind that it ended. */
export function outcomeOf(rollout: RolloutDto, all: Tally): string {
  const failed = failedCount(all)
  const inFlight = inFlightCount(all)
  const failures = `${formatNoun(failed, 'failure')} (${formatShare(failed, all.total)}${budgetWords(rollout)})`
  switch (rollout.state) {
    case 'draft':
      return 'Not started yet.'
    case 'running':
      return runningWords(rollout, inFlight)
    case 'paused':
      return `Paused${rollout.pauseCause ? `: ${pauseCauseLabel[rollout.pauseCause]}` : ''}. ${pausedWords(inFlight, retryingCount(all))}`
    case 'aborting':
      return `Aborting: nothing new starts. ${rollout.cancelInFlight ? `${formatCount(inFlight)} in flight are being cancelled.` : stillWords(inFlight)}`
    case 'aborted':
      return `Aborted with ${formatNoun(countState(all, 'cancelled'), 'cluster')} not started and ${failures}.`
    case 'rolling_back':
      return `Rolling back: ${backWords(all)} taken back. ${stillWords(inFlight)}`
    case 'rolled_back':
      return `Rolled back: ${backWords(all)} taken back.`
    case 'succeeded':
      return `Succeeded on ${formatNoun(countState(all, 'succeeded'), 'cluster')}${skippedWords(all)}.`
    case 'succeeded_with_failures':
      return countState(all, 'reverted') > 0
        ? `Completed with ${failures}; ${backWords(all)} rolled back.`
        : `Completed with ${failures}.`
    case 'nothing_to_do':
      return 'Nothing to do: every cluster was skipped.'
    case 'failed':
      return `Failed with ${failures}.`
  }
}

function runningWords(rollout: RolloutDto, inFlight: number): string {
  const active = rollout.phases.filter(({ state }) => ['running', 'soaking', 'waiting'].includes(state))
  if (active.length === 0) return 'Running: about to start.'
  const names = active.map(({ index, title, state }) => {
    const doing = state === 'running' ? '' : state === 'soaking' ? ', soaking' : ', waiting'
    return `phase ${index + 1} of ${rollout.phases.length}, ${title}${doing}`
  })
  return `Running ${names.join('; ')}. ${inFlight > 0 ? `${formatCount(inFlight)} in flight.` : 'Nothing in flight.'}`
}

const stillWords = (inFlight: number): string =>
  inFlight === 0 ? 'Nothing is in flight.' : `${formatCount(inFlight)} in flight will finish.`

/** What is between two tries stays there for as long as the rollout is paused. */
function pausedWords(inFlight: number, retrying: number): string {
  if (retrying === 0) return stillWords(inFlight)
  const will = inFlight > retrying ? `${stillWords(inFlight - retrying)} ` : ''
  return `${will}${formatCount(retrying)} will be tried again once it is resumed.`
}

/** How many of the clusters that were touched are back where they were. */
const backWords = (all: Tally): string =>
  `${formatCount(countState(all, 'reverted'))} of ${formatNoun(touchedCount(all), 'cluster')}`

const budgetWords = ({ budget }: RolloutDto): string => (budget ? `, budget ${formatCount(budget.max)}` : '')

function skippedWords(all: Tally): string {
  const skipped = countState(all, 'skipped')
  return skipped === 0 ? '' : `; ${formatCount(skipped)} skipped`
}
