'use client'

import { ArrowDown, ArrowUp, ClipboardCopy, Copy, GripVertical, MoreHorizontal, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import type { SelectorVocabulary } from '@/components/selector/vocabulary'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { cx } from '@/lib/client/cx'
import type { LanePhase } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import type { PhaseFacts } from './lane-facts'
import { PhaseForm } from './phase-form'
import { PhaseLine } from './phase-line'
import { phaseOf } from './problems'
import { usePhaseDrag } from './use-phase-drag'
import type { PolicyText } from './use-policy-text'

/** What can be done with a phase as a whole. */
export interface PhaseActions {
  toggle(index: number): void
  move(from: number, to: number): void
  duplicate(index: number): void
  remove(index: number): void
  copy(index: number): void
}

/** A phase of the lane: one line, or its form when open. Alt+↑↓ moves, Enter opens, D duplicates, Delete removes. */
export function PhaseCard({
  phase,
  count,
  facts,
  total,
  open,
  problems,
  text,
  vocabulary,
  actions,
}: {
  phase: LanePhase
  /** How many phases there are. */
  count: number
  facts: PhaseFacts | undefined
  total: number
  open: boolean
  problems: readonly Problem[]
  text: PolicyText
  vocabulary: SelectorVocabulary
  actions: PhaseActions
}) {
  const card = useRef<HTMLLIElement>(null)
  const handle = useRef<HTMLSpanElement>(null)
  const { index } = phase
  const { edge, dragging } = usePhaseDrag(card, handle, index, actions.move)
  const errors = problems.filter((problem) => phaseOf(problem) === index).length
  const up = () => index > 0 && actions.move(index, index - 1)
  const down = () => index < count - 1 && actions.move(index, index + 1)

  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyAction(event, {
      up,
      down,
      duplicate: () => actions.duplicate(index),
      remove: () => actions.remove(index),
    })
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <li
      ref={card}
      className={cx(
        'relative min-w-0 rounded-lg border bg-surface',
        errors > 0 ? 'border-danger' : 'border-line',
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
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown D Delete"
          className="flex min-w-0 flex-1 rounded-md py-0.5"
          onClick={() => actions.toggle(index)}
          onKeyDown={onKeyDown}
        >
          <PhaseLine phase={phase} facts={facts} total={total} open={open} errors={errors} />
        </button>
        <Menu
          trigger={
            <IconButton label={`Actions of phase ${index + 1}`} size="sm">
              <MoreHorizontal size={15} aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem icon={<ArrowUp size={14} />} shortcut="alt+ArrowUp" disabled={index === 0} onSelect={up}>
            Move up
          </MenuItem>
          <MenuItem
            icon={<ArrowDown size={14} />}
            shortcut="alt+ArrowDown"
            disabled={index === count - 1}
            onSelect={down}
          >
            Move down
          </MenuItem>
          <MenuItem icon={<Copy size={14} />} shortcut="d" onSelect={() => actions.duplicate(index)}>
            Duplicate
          </MenuItem>
          <MenuItem icon={<ClipboardCopy size={14} />} onSelect={() => actions.copy(index)}>
            Copy as YAML
          </MenuItem>
          <MenuItem
            icon={<Trash2 size={14} />}
            danger
            disabled={count === 1}
            onSelect={() => actions.remove(index)}
          >
            Remove
          </MenuItem>
        </Menu>
      </div>
      {open ? (
        <PhaseForm phase={phase} facts={facts} problems={problems} text={text} vocabulary={vocabulary} />
      ) : null}
    </li>
  )
}

function keyAction(
  event: KeyboardEvent,
  run: { up(): unknown; down(): unknown; duplicate(): void; remove(): void },
): (() => unknown) | null {
  if (event.altKey && event.key === 'ArrowUp') return run.up
  if (event.altKey && event.key === 'ArrowDown') return run.down
  if (event.altKey || event.ctrlKey || event.metaKey) return null
  if (event.key === 'd' || event.key === 'D') return run.duplicate
  if (event.key === 'Delete' || event.key === 'Backspace') return run.remove
  return null
}

const DropLine = ({ edge }: { edge: string }) => (
  <span
    aria-hidden="true"
    className={cx(
      'absolute inset-x-0 h-0.5 rounded-full bg-accent',
      edge === 'top' ? '-top-1.5' : '-bottom-1.5',
    )}
  />
)
