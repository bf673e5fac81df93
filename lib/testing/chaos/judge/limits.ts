import { clustersWithOverlap, maxOverlap, spans } from '../../control-plane/invariants'
import type { JournalEntry } from '../../control-plane/journal'
import { budgetMax, perRegionMax, regionOf, sketches } from '../programme'
import type { Judge } from './round'

/** Limits at every instant of the journal, phases and gates in their order, failures within their budget. */
export const judgeLimits: Judge = ({ log, product, commands, runs }, told, say) => {
  const runOf = new Map(product.wire.starts.map(({ key, run }) => [key, run]))
  for (const { name, clusters, rollout } of runs) {
    const mine = log.filter(
      ({ key, cluster }) =>
        cluster !== null && clusters.has(cluster) && runOf.get(key ?? '')?.endsWith(`-${name}`),
    )
    const { inFlightMax } = sketches[name]
    if (maxOverlap(mine) > inFlightMax) say(`${maxOverlap(mine)} at once in ${name}, over ${inFlightMax} (1)`)
    if (name === 'wave') {
      const spread = maxOverlap(mine, isFirst)
      for (const region of ['r0', 'r1']) {
        const most = maxOverlap(mine, (cluster) => regionOf(cluster) === region)
        if (most > 2) say(`${most} at once in ${region} of wave, of ${spread}: over its spread of 2 (1)`)
      }
      phasesInOrder(mine, commands.approvedAt.get(rollout), say)
    }
    if (name === 'faulty') {
      const failed = mine.filter(({ outcome }) => outcome === 'failed').length
      const holds = commands.holds.filter(({ why }) => why === 'budget').length
      if (holds === 0) say('nobody saw the failure budget stop anything (5)')
      if (failed > 2 * (holds + 1) * (budgetMax + inFlightMax))
        say(`${failed} failures in ${holds} stops (5)`)
    }
  }
  for (const cluster of clustersWithOverlap(log)) say(`two operations at once on ${cluster} (7)`)
  for (const region of ['r0', 'r1', 'r2', 'r3']) {
    const most = maxOverlap(log, (cluster) => regionOf(cluster) === region)
    if (most > perRegionMax)
      say(`${most} at once in ${region}, over the disruption budget of ${perRegionMax} (1)`)
  }
  // An approval that nobody was asked for would open what nobody has looked at.
  if (!told.some(({ run, rollout }) => run.name === 'wave' && rollout.phases[1]?.gates[0]?.state === 'open'))
    say('the gate of wave is not open after its end (8)')
}

const isFirst = (cluster: string): boolean => ['r0', 'r1'].includes(regionOf(cluster))

function phasesInOrder(
  log: readonly JournalEntry[],
  approvedAt: number | undefined,
  say: (words: string) => void,
): void {
  const all = spans(log)
  const firstEnds = Math.max(...all.filter(({ cluster }) => isFirst(cluster)).map(({ until }) => until))
  const secondBegins = Math.min(...all.filter(({ cluster }) => !isFirst(cluster)).map(({ from }) => from))
  if (secondBegins <= firstEnds) say('the second phase of wave began before the first had ended (2)')
  const begun = log.find(({ type, cluster }) => type === 'applied' && !isFirst(cluster ?? ''))?.at
  if (begun !== undefined && (approvedAt === undefined || begun < approvedAt))
    say('the second phase of wave began before anybody had approved it (2, 8)')
}
