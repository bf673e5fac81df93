import type { Stop } from '@/lib/core/rollout/stop'
import type { StopDto } from './dto'

/** Numbers beyond this say nothing more, and would not fit on a screen. */
const evidenceMax = 1e9

/** Shows a statistical stop as it stands; null = there is none. */
export const stopDto = (stop: Stop | null): StopDto | null =>
  stop && {
    failures: stop.failures,
    trials: stop.trials,
    check: stop.check,
    baseline: stop.baseline,
    falseAlarm: stop.rules.falseAlarm,
    evidence: Number(Math.min(evidenceMax, stop.evidence).toPrecision(3)),
    enough: Number(stop.enough.toPrecision(6)),
  }
