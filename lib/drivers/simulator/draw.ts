import { createRandom } from '@/lib/core/shared/random'
import type { SimulatorSection } from './section'

/** What becomes of one attempt. */
export interface Fate {
  readonly durationMs: number
  /** When it fails, ms after its start; null = it succeeds. */
  readonly failsAfterMs: number | null
}

/** The 90th percentile of the normal distribution, in standard deviations. */
const z90 = 1.2815515655446004

/**
 * Draws the fate of an attempt from its key and the section's seed: the same attempt has the same fate on every
 * machine and after every crash.
 */
export function drawFate(section: SimulatorSection, key: string): Fate {
  const random = createRandom(`${section.seed}/${key}`)
  const durationMs = Math.round(drawSeconds(section.seconds, random.next(), random.next()) * 1_000)
  const fails = random.next() < section.failRate
  return { durationMs, failsAfterMs: fails ? Math.round(durationMs * (0.1 + 0.9 * random.next())) : null }
}

function drawSeconds(spread: SimulatorSection['seconds'], a: number, b: number): number {
  if (typeof spread === 'number') return spread
  if ('min' in spread) return spread.min + (spread.max - spread.min) * a
  // Box and Muller's transform; 1 - a keeps the logarithm finite.
  const normal = Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b)
  const drawn = spread.p50 * Math.exp((normal * Math.log(spread.p90 / spread.p50)) / z90)
  return Math.min(drawn, 10 * spread.p90)
}

/** Decides whether a call meets a hiccup: drawn anew every second, so that a retry gets through. */
export function drawFlake(section: SimulatorSection, key: string, call: string, now: number): boolean {
  if (section.flakeRate === 0) return false
  return createRandom(`${section.seed}/${key}/${call}/${Math.floor(now / 1_000)}`).next() < section.flakeRate
}
