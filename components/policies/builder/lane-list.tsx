'use client'

import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { SelectorVocabulary } from '@/components/selector/vocabulary'
import { Button } from '@/components/ui/button'
import { toastDone } from '@/lib/client/toasts'
import {
  addPhase,
  duplicatePhase,
  movePhase,
  phaseText,
  removePhase,
  setPolicyField,
} from '@/lib/core/policy/edit'
import type { Lane } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import type { LaneFacts } from './lane-facts'
import { type PhaseActions, PhaseCard } from './phase-card'
import { RemainderCard } from './remainder-card'
import type { PolicyText } from './use-policy-text'

/** The vertical lane: a card per phase in order, what no phase takes, and a way to add one more. */
export function LaneList({
  lane,
  facts,
  problems,
  text,
  vocabulary,
  open,
  onOpen,
}: {
  lane: Lane
  facts: LaneFacts | null
  problems: readonly Problem[]
  text: PolicyText
  vocabulary: SelectorVocabulary
  /** Index of the open card; null = none. */
  open: number | null
  onOpen: (index: number | null) => void
}) {
  const list = useRef<HTMLOListElement>(null)
  /** The card that gets the focus once the list has been drawn anew. */
  const focusNext = useRef<number | null>(null)
  useEffect(() => {
    if (focusNext.current === null) return
    const line = list.current?.querySelector<HTMLElement>(`[data-phase-line="${focusNext.current}"]`)
    focusNext.current = null
    line?.focus()
  })
  const show = (index: number, opened: boolean) => {
    focusNext.current = index
    onOpen(opened ? index : null)
  }
  const actions: PhaseActions = {
    toggle: (index) => onOpen(open === index ? null : index),
    move: (from, to) => {
      text.edit((source) => movePhase(source, from, to))
      show(to, open === from)
    },
    duplicate: (index) => {
      text.edit((source) => duplicatePhase(source, index))
      show(index + 1, true)
    },
    remove: (index) => {
      if (lane.phases.length === 1) return
      text.edit((source) => removePhase(source, index))
      show(Math.min(index, lane.phases.length - 2), false)
      toastDone('Phase removed', 'Undo brings it back.')
    },
    copy: (index) => {
      void navigator.clipboard.writeText(phaseText(text.source, index))
      toastDone('Phase copied', 'As YAML, to paste into another policy.')
    },
  }
  const add = (select: string, title: string) => {
    const at = lane.phases.length
    text.edit((source) => addPhase(source, at, { id: `phase-${at + 1}`, title, select, maxInFlight: 5 }))
    show(at, true)
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <ol ref={list} aria-label="Phases" className="flex min-w-0 flex-col gap-2">
        {lane.phases.map((phase) => (
          <PhaseCard
            key={phase.index}
            phase={phase}
            count={lane.phases.length}
            facts={facts?.phases[phase.index]}
            total={facts?.total ?? 0}
            open={open === phase.index}
            problems={problems}
            text={text}
            vocabulary={vocabulary}
            actions={actions}
          />
        ))}
      </ol>
      <RemainderCard
        facts={facts}
        unmatched={lane.unmatched}
        onUnmatched={(unmatched) =>
          text.edit((source) =>
            setPolicyField(source, ['spec', 'unmatched'], unmatched === 'exclude' ? undefined : unmatched),
          )
        }
        onCatchAll={() => add('true', 'All the rest')}
      />
      <div>
        <Button onClick={() => add('cluster.provider == ""', 'New phase')}>
          <Plus size={14} aria-hidden="true" /> Add a phase
        </Button>
      </div>
    </div>
  )
}
