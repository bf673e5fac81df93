'use client'

import { GripVertical } from 'lucide-react'
import { useRef } from 'react'
import type { TextHistory } from '@/components/documents/use-text-history'
import type { SelectorVocabulary } from '@/components/selector/vocabulary'
import { cx } from '@/lib/client/cx'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import type { PhaseFacts } from './lane-facts'
import { PhaseForm } from './phase-form'
import { PhaseLine } from './phase-line'
import { PhaseMenu } from './phase-menu'
import { phaseOf } from './problems'
import type { LaneActions } from './use-lane-actions'
import { usePhaseDrag } from './use-phase-drag'

/** A phase of the lane: one line, or its form when open. */
export function PhaseCard({
  phase,
  phases,
  facts,
  total,
  span,
  open,
  inParallel,
  follows,
  problems,
  text,
  vocabulary,
  actions,
}: {
  phase: LanePhase
  /** All phases of the lane. */
  phases: readonly LanePhase[]
  facts: PhaseFacts | undefined
  total: number
  /** How long it takes, as rehearsed; null = that is not known. */
  span: string | null
  open: boolean
  /** Whether it starts together with the one above. */
  inParallel: boolean
  follows: string | null
  problems: readonly Problem[]
  text: TextHistory
  vocabulary: SelectorVocabulary
  actions: LaneActions
}) {
  const card = useRef<HTMLLIElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const { index } = phase
  const { edge, dragging } = usePhaseDrag(card, handle, index, actions.move)
  const errors = problems.filter((problem) => phaseOf(problem) === index).length
  return (
    <li
      ref={card}
      className={cx(
        'relative min-w-0 rounded-lg border bg-surface',
        errors > 0 ? 'border-danger' : open ? 'border-line-strong' : 'border-line',
        open && 'shadow-card',
        dragging && 'opacity-40',
      )}
    >
      {edge ? <DropLine edge={edge} /> : null}
      <div className="flex items-center gap-1 py-2 pr-2 pl-1">
        <span
          ref={handle}
          className="flex h-8 w-5 shrink-0 cursor-grab items-center justify-center text-ink-3"
        >
          <GripVertical size={14} aria-hidden="true" />
        </span>
        <button
          type="button"
          data-phase-line={index}
          aria-expanded={open}
          aria-label={`Phase ${index + 1}: ${phase.title}`}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown D P Delete"
          className="flex min-w-0 flex-1 rounded-md py-0.5"
          onClick={() => actions.toggle(index)}
        >
          <PhaseLine
            phase={phase}
            facts={facts}
            total={total}
            span={span}
            open={open}
            errors={errors}
            follows={follows}
          />
        </button>
        <PhaseMenu index={index} count={phases.length} inParallel={inParallel} actions={actions} />
      </div>
      {open ? (
        <PhaseForm
          phase={phase}
          phases={phases}
          facts={facts}
          span={span}
          problems={problems}
          text={text}
          vocabulary={vocabulary}
        />
      ) : null}
    </li>
  )
}

const DropLine = ({ edge }: { edge: string }) => (
  <span
    aria-hidden="true"
    className={cx(
      'absolute inset-x-0 z-10 h-0.5 rounded-full bg-accent',
      edge === 'top' ? '-top-1.5' : '-bottom-1.5',
    )}
  />
)
