import { formatNoun } from '@/lib/client/format'
import type { ResolvedPolicy } from '@/lib/core/policy/resolved'

/** Asks what an approval decides, with the number of clusters it lets go. */
export function questionOf(
  policy: ResolvedPolicy,
  gate: { phaseIndex: number; place: string },
  clusters: number,
): string {
  const phase = policy.phases[gate.phaseIndex]
  const title = phase?.title ?? `phase ${gate.phaseIndex + 1}`
  const step = /^step:(\d+)$/.exec(gate.place)?.[1]
  if (step !== undefined) {
    const of = phase?.steps.length ?? Number(step) + 1
    return `Go on with ${title}, step ${Number(step) + 1} of ${of}, on ${formatNoun(clusters, 'more cluster')}?`
  }
  if (gate.place === 'after') return `Let phase ${gate.phaseIndex + 1}, ${title}, count as done?`
  return `Start phase ${gate.phaseIndex + 1}, ${title}, on ${formatNoun(clusters, 'cluster')}?`
}
