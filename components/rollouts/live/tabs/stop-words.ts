import type { StopDto } from '@/lib/rollouts/dto'

/** How far the evidence has come, from 0 to 1 = it stops. Evidence multiplies, so its logarithm is what grows evenly. */
export function stopLevel({ evidence, enough }: Pick<StopDto, 'evidence' | 'enough'>): number {
  if (evidence <= 1) return 0
  return Math.min(1, Math.log(evidence) / Math.log(enough))
}

/** Says what the evidence means. */
export function stopWords(stop: Pick<StopDto, 'evidence' | 'enough' | 'trials'>): string {
  const level = stopLevel(stop)
  if (stop.trials === 0) return 'nothing seen yet'
  if (level >= 1) return 'more than chance explains'
  if (level >= 0.5) return 'a strong sign that something is wrong'
  if (level > 0) return 'a weak sign that something is wrong'
  return 'no sign that something is wrong'
}
