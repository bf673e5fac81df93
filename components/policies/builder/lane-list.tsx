'use client'

import { Plus } from 'lucide-react'
import { type ClipboardEvent, useRef } from 'react'
import type { TextHistory } from '@/components/documents/use-text-history'
import type { SelectorVocabulary } from '@/components/selector/vocabulary'
import { Button } from '@/components/ui/button'
import { phaseText, setPolicyField } from '@/lib/core/policy/edit'
import type { Lane, LanePhase } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import { laneBlocks } from './lane-blocks'
import type { LaneFacts } from './lane-facts'
import { PhaseCard } from './phase-card'
import { RemainderCard } from './remainder-card'
import { useLaneActions } from './use-lane-actions'

/** The vertical lane: a card per phase in order, blocks of what starts together, and last what no phase takes. */
export function LaneList({
  lane,
  facts,
  problems,
  text,
  vocabulary,
  open,
  onOpen,
  spans,
}: {
  lane: Lane
  facts: LaneFacts | null
  problems: readonly Problem[]
  text: TextHistory
  vocabulary: SelectorVocabulary
  /** Index of the open card; null = none. */
  open: number | null
  onOpen: (index: number | null) => void
  /** How long each phase takes, by its id; null = it was not rehearsed as it is. */
  spans: ReadonlyMap<string, string> | null
}) {
  const list = useRef<HTMLOListElement>(null)
  const { phases } = lane
  const actions = useLaneActions({ list, count: phases.length, text, open, onOpen })
  const card = (phase: LanePhase, inParallel: boolean, follows: string | null) => (
    <PhaseCard
      key={phase.index}
      phase={phase}
      phases={phases}
      facts={facts?.phases[phase.index]}
      total={facts?.total ?? 0}
      span={spans?.get(phase.id) ?? null}
      open={open === phase.index}
      inParallel={inParallel}
      follows={follows}
      problems={problems}
      text={text}
      vocabulary={vocabulary}
      actions={actions}
    />
  )
  const onCopy = (event: ClipboardEvent) => {
    const index = focusedPhase(event)
    if (index === null || !window.getSelection()?.isCollapsed) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', phaseText(text.source, index))
  }
  const onPaste = (event: ClipboardEvent) => {
    const index = focusedPhase(event)
    if (index === null) return
    event.preventDefault()
    actions.paste(index, event.clipboardData.getData('text/plain'))
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <ol
        ref={list}
        aria-label="Phases"
        className="flex min-w-0 flex-col gap-2"
        onCopy={onCopy}
        onPaste={onPaste}
      >
        {laneBlocks(phases).map((block) => {
          const [first, ...rest] = block.phases as [LanePhase, ...LanePhase[]]
          if (rest.length === 0) return card(first, false, block.follows)
          return (
            <li
              key={`block-${first.index}`}
              className="min-w-0 rounded-xl border border-dashed border-line-strong bg-sunken p-2"
            >
              <p className="mb-1.5 px-1 text-xs font-medium text-ink-2">
                {block.phases.length} phases start together{block.follows ? `, ${block.follows}` : ''}
              </p>
              <ol className="flex min-w-0 flex-col gap-2">
                {card(first, false, null)}
                {rest.map((phase) => card(phase, true, null))}
              </ol>
            </li>
          )
        })}
      </ol>
      <RemainderCard
        facts={facts}
        unmatched={lane.unmatched}
        onUnmatched={(unmatched) =>
          text.edit((source) =>
            setPolicyField(source, ['spec', 'unmatched'], unmatched === 'exclude' ? undefined : unmatched),
          )
        }
        onCatchAll={() => actions.add(newPhase(phases.length, 'true', 'All the rest'))}
      />
      <div>
        <Button onClick={() => actions.add(newPhase(phases.length, 'cluster.provider == ""', 'New phase'))}>
          <Plus size={14} aria-hidden="true" /> Add a phase
        </Button>
      </div>
    </div>
  )
}

const newPhase = (at: number, select: string, title: string) => ({
  id: `phase-${at + 1}`,
  title,
  select,
  maxInFlight: 5,
})

/** The phase whose line has the focus; null inside of fields, where copying is about their text. */
function focusedPhase(event: ClipboardEvent): number | null {
  const line = (event.target as Element).closest<HTMLElement>('[data-phase-line]')
  return line ? Number(line.dataset.phaseLine) : null
}
