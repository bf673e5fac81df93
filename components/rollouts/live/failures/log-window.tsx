import type { TargetDetailDto } from '@/lib/rollouts/dto'
import { LogView } from '../drawer/log-view'

/** Lines before the end that say what happened. */
const linesMax = 40

/** The last lines of a cluster's output; says so when there is none. */
export function LogWindow({ detail }: { detail: TargetDetailDto }) {
  if (detail.log.length === 0) {
    return (
      <p className="rounded-lg border border-line px-3 py-2 text-xs text-ink-3">
        <span className="ident">{detail.cluster}</span> wrote no log.
      </p>
    )
  }
  return <LogView lines={detail.log.slice(-linesMax)} cluster={detail.cluster} />
}
