import { formatCount, formatShare } from '@/lib/client/format'
import type { StopDto } from '@/lib/rollouts/dto'
import { stopLevel, stopWords } from './stop-words'

/** How much the failures speak against the operation, as a bar and in words; full = it stops. */
export function StopMeter({ stop }: { stop: StopDto }) {
  const level = stopLevel(stop)
  const fill = level >= 1 ? 'bg-state-failed' : level >= 0.5 ? 'bg-state-retrying' : 'bg-control'
  return (
    <span
      className="inline-flex flex-wrap items-center gap-1.5"
      title={`Evidence ${stop.evidence} of ${stop.enough}. It stops a rollout that is no worse than expected in at most ${formatShare(stop.falseAlarm * 1e6, 1e6)} of cases.`}
    >
      <span className="w-14">
        <span
          role="img"
          aria-label={`Evidence against it: ${stopWords(stop)}`}
          className="block h-1.5 w-full overflow-hidden rounded-full bg-hover"
        >
          <span className={`block h-full rounded-full ${fill}`} style={{ width: `${level * 100}%` }} />
        </span>
      </span>
      {formatCount(stop.failures)} of {formatCount(stop.trials)} {measure(stop)}: {stopWords(stop)}
    </span>
  )
}

/** Says what is counted, and what it is held against. */
const measure = ({ check, baseline }: StopDto): string =>
  baseline === null
    ? `upgraded fail ${check}, beside clusters that wait`
    : `failed, ${formatShare(baseline * 1e6, 1e6)} expected`
