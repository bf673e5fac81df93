'use client'

import { Check, RotateCcw, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Time } from '@/components/ui/time'
import { formatCount, formatShare } from '@/lib/client/format'
import type { FailureGroupDto } from '@/lib/failures/dto'
import type { RolloutStore } from '@/lib/stream/browser/rollout-store'
import type { Rights } from '../header/controls'
import { TargetsDialog, type TargetsTask } from '../targets/targets-dialog'
import type { ViewState } from '../view-state'
import { Compare } from './compare'
import { Members } from './members'
import { Traits } from './traits'
import { causeOf, factWords } from './words'

/** One cause: its words, what its clusters have in common, and what to do with all of them. */
export function GroupDetail({
  store,
  group,
  tried,
  rights,
  change,
}: {
  store: RolloutStore
  group: FailureGroupDto
  tried: number
  rights: Rights
  change: (next: Partial<ViewState>) => void
}) {
  const [task, setTask] = useState<TargetsTask | null>(null)
  const [compared, setCompared] = useState<string | null>(null)
  const sample = compared ?? group.clusters[0] ?? null
  return (
    <section aria-labelledby="failure-group" className="flex min-w-0 flex-col gap-6">
      <header>
        <p className="text-xs text-ink-3">{causeOf(group)}</p>
        <div className="mt-1 flex items-start gap-1">
          <h2 id="failure-group" className="min-w-0 text-lg font-semibold text-pretty break-words">
            {group.message || 'No message'}
          </h2>
          <CopyButton text={group.message} label="Copy message" />
        </div>
        <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
          <Fact name="Clusters">{formatCount(group.count)}</Fact>
          {group.firstAt ? (
            <Fact name="First">
              <Time at={group.firstAt} format="absolute" />
            </Fact>
          ) : null}
          {group.lastAt ? (
            <Fact name="Last">
              <Time at={group.lastAt} format="absolute" />
            </Fact>
          ) : null}
          <Fact name="Phases">
            {group.phases
              .map(({ phase, count }) => `${titleOf(store, phase)} ${formatCount(count)}`)
              .join(', ')}
          </Fact>
        </dl>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button
            disabledReason={rights.control}
            onClick={() => setTask({ verb: 'retry', choice: { clusters: group.clusters } })}
          >
            <RotateCcw size={14} aria-hidden="true" />
            Retry {formatCount(group.count)}…
          </Button>
          <Button
            disabledReason={rights.acknowledge}
            onClick={() => setTask({ verb: 'acknowledge', choice: { clusters: group.clusters } })}
          >
            <Check size={14} aria-hidden="true" />
            Acknowledge…
          </Button>
          <Button
            variant="ghost"
            onClick={() =>
              change({ tab: 'targets', states: ['failed', 'revert_failed'], phase: null, words: '' })
            }
          >
            <Table2 size={14} aria-hidden="true" />
            All failures as table
          </Button>
        </div>
      </header>
      <Traits
        group={group}
        tried={tried}
        rights={rights}
        onSkip={({ select, fact, value, share }) =>
          setTask({
            verb: 'skip',
            choice: { select },
            about: `Those of ${factWords(fact)} ${value}, which ${formatShare(share, 1)} of this group have.`,
          })
        }
      />
      <Members
        store={store}
        clusters={group.clusters}
        compared={sample}
        onOpen={(cluster) => change({ cluster })}
        onCompare={setCompared}
      />
      {sample === null ? null : <Compare key={sample} store={store} cluster={sample} />}
      <TargetsDialog task={task} onClose={() => setTask(null)} />
    </section>
  )
}

const titleOf = ({ roster }: RolloutStore, phase: string): string =>
  roster.phases.find(({ id }) => id === phase)?.title ?? phase

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  )
}
