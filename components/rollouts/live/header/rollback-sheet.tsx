'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { SelectorEditor } from '@/components/selector/selector-editor'
import { vocabularyOf } from '@/components/selector/vocabulary'
import { Callout } from '@/components/ui/callout'
import { Segmented } from '@/components/ui/segmented'
import { messageOf } from '@/lib/client/api'
import { formatNoun } from '@/lib/client/format'
import { useSettled } from '@/lib/client/use-settled'
import { parseSelector } from '@/lib/core/selector/parse'
import { rosterQuery } from '@/lib/fleet/query-options'
import type { TargetsAckDto } from '@/lib/rollouts/dto'
import { rollbackCall } from '../commands'
import { useHeader } from '../live-context'
import { inFlightCount } from '../tally'
import { useTallies } from '../use-tallies'
import { CountSheet } from './count-sheet'
import { RollbackNumbers } from './rollback-numbers'
import { rollbackPreviewQuery } from './rollback-query'
import { type RollbackScope, scopeBody } from './rollback-scope'

const scopes = [
  { value: 'whole', label: 'All that was touched' },
  { value: 'select', label: 'Some clusters' },
] as const

/** How long after the last change of the selector the numbers are asked for. */
const settleMs = 250

/** Takes back what a rollout has done, wholly or on some clusters: says on how many, in which order, what has to stay. */
export function RollbackSheet({
  open,
  onClose,
  clusters,
}: {
  open: boolean
  onClose: () => void
  /** Chosen before, by name; otherwise one chooses here. */
  clusters?: readonly string[]
}) {
  const rollout = useHeader()
  const inFlight = inFlightCount(useTallies().all)
  const [kind, setKind] = useState<'whole' | 'select'>('whole')
  const [select, setSelect] = useState('true')
  const valid = kind === 'whole' || parseSelector(select).ok
  const scope: RollbackScope = clusters
    ? { kind: 'clusters', clusters }
    : kind === 'whole'
      ? { kind }
      : { kind, select }
  const settled = useSettled(select, settleMs) === select || scope.kind !== 'select'
  const preview = useQuery({
    ...rollbackPreviewQuery(rollout.id, rollout.lastSeq, scope),
    enabled: open && valid && settled,
  })
  const known = valid && settled ? preview.data : undefined
  const whole = scope.kind === 'whole'
  return (
    <CountSheet<TargetsAckDto>
      open={open}
      onClose={onClose}
      title={whole ? `Roll back “${rollout.title}”?` : `Roll back clusters of “${rollout.title}”?`}
      description={
        whole
          ? 'What this rollout has changed is taken back, the last phase first, under the same limits. Gates, windows and freezes are not asked.'
          : 'Only these are taken back, under the same limits; gates, windows and freezes are not asked. All else stays, and what is left to do waits for a resume.'
      }
      keep="Keep it"
      verb="Roll back"
      refused="Not rolled back"
      asked={known?.revert ?? 0}
      missing={
        valid
          ? known
            ? known.why
            : 'It is not known yet what would be rolled back.'
          : 'Correct the selector first.'
      }
      inFlight={inFlight}
      cancelLabel="Cancel what is in flight instead of waiting for it"
      callOf={(reason, cancel) => rollbackCall(rollout.id, reason, cancel, scopeBody(scope))}
      done={({ targets }) => `Rolling back ${formatNoun(targets, 'cluster')}.`}
    >
      {() => (
        <>
          {clusters ? null : (
            <div className="mb-4 flex flex-col gap-3">
              <div>
                <Segmented label="What is rolled back" segments={scopes} value={kind} onChange={setKind} />
              </div>
              {kind === 'select' ? <Choice value={select} onChange={setSelect} /> : null}
            </div>
          )}
          {known ? <RollbackNumbers preview={known} /> : null}
          {preview.error ? <Callout tone="danger">{messageOf(preview.error)}</Callout> : null}
        </>
      )}
    </CountSheet>
  )
}

function Choice({ value, onChange }: { value: string; onChange: (select: string) => void }) {
  const { data: fleet } = useQuery(rosterQuery())
  const vocabulary = useMemo(() => vocabularyOf(fleet ?? []), [fleet])
  return <SelectorEditor label="Clusters" value={value} vocabulary={vocabulary} onChange={onChange} />
}
