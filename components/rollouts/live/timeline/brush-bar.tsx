'use client'

import { RotateCcw, Table2, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { formatCount, formatNoun, formatShare } from '@/lib/client/format'
import { usePreferences } from '@/lib/client/preferences'
import { formatClock, zoneLabel } from '@/lib/client/zone'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import { factWords } from '../failures/words'
import type { Rights } from '../header/controls'
import { useVersion } from '../live-context'
import { TargetsDialog, type TargetsTask } from '../targets/targets-dialog'
import type { Stretch, ViewState } from '../view-state'
import { lookAtBrush } from './look-at-brush'

/** What was in flight in a stretch of time, how much of it has failed, and what one can do with it. */
export function BrushBar({
  store,
  brush,
  rights,
  change,
}: {
  store: RolloutStore
  brush: Stretch
  rights: Rights
  change: (next: Partial<ViewState>) => void
}) {
  const { activeZone } = usePreferences()
  const version = useVersion(store, 'counts')
  const [comparing, setComparing] = useState(false)
  const [task, setTask] = useState<TargetsTask | null>(null)
  const { active, failed, traits } = useMemo(() => {
    void version
    return lookAtBrush(store.roster, store.columns, brush)
  }, [store, brush, version])
  const clock = (at: number) => formatClock(new Date(at), activeZone)
  const retry = () =>
    setTask({
      verb: 'retry',
      choice: { clusters: failed.map((index) => store.roster.clusters[index] ?? '') },
    })
  return (
    <section aria-label="Chosen time" className="mb-3 rounded-lg bg-accent-soft px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-2 text-sm tabular-nums">
          <span className="font-medium">{formatNoun(active, 'cluster')}</span> active {clock(brush.from)}–
          {clock(brush.to)} {zoneLabel(activeZone, new Date(brush.from))},{' '}
          <span className="font-medium">{formatCount(failed.length)} failed</span>
        </p>
        <Button size="sm" onClick={() => change({ tab: 'targets' })}>
          <Table2 size={12} aria-hidden="true" />
          Show as table
        </Button>
        <Button
          size="sm"
          disabledReason={rights.control ?? (failed.length === 0 ? 'Nothing of it has failed.' : null)}
          onClick={retry}
        >
          <RotateCcw size={12} aria-hidden="true" />
          Retry {formatCount(failed.length)}…
        </Button>
        <Button
          size="sm"
          aria-expanded={comparing}
          disabledReason={failed.length === 0 ? 'Nothing of it has failed.' : null}
          onClick={() => setComparing(!comparing)}
        >
          Compare
        </Button>
        <Button size="sm" variant="ghost" onClick={() => change({ window: brush })}>
          Zoom to it
        </Button>
        <span className="ml-auto">
          <IconButton
            label="Clear the chosen time"
            shortcut="Escape"
            size="sm"
            onClick={() => change({ active: null })}
          >
            <X size={14} aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      {comparing && failed.length > 0 ? (
        <ul className="mt-2 text-sm text-ink-2">
          {traits.map(({ fact, value, share, baseShare }) => (
            <li key={`${fact}=${value}`}>
              <span className="font-medium text-ink tabular-nums">{formatShare(share, 1)}</span> of what
              failed has {factWords(fact)} <span className="ident text-ink">{value}</span>, which is{' '}
              {formatShare(baseShare, 1)} of all that were active then
            </li>
          ))}
          {traits.length === 0 ? (
            <li>What failed has nothing in common that chance would not give, against all active then.</li>
          ) : null}
        </ul>
      ) : null}
      <TargetsDialog task={task} onClose={() => setTask(null)} />
    </section>
  )
}
