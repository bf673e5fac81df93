'use client'

import { type RefObject, useEffect, useRef } from 'react'
import type { TextHistory } from '@/components/documents/use-text-history'
import { useShortcut } from '@/lib/client/shortcuts'
import { toastDone, toastFailed } from '@/lib/client/toasts'
import { addPhase, duplicatePhase, movePhase, phaseText, removePhase } from '@/lib/core/policy/edit'
import { togglePhaseParallel } from '@/lib/core/policy/parallel'
import { pastePhases } from '@/lib/core/policy/paste'
import type { PhaseSpec } from '@/lib/core/policy/types'

/** What can be done with a phase as a whole; places are counted from 0. */
export interface LaneActions {
  toggle(index: number): void
  move(from: number, to: number): void
  duplicate(index: number): void
  parallel(index: number): void
  remove(index: number): void
  copy(index: number): void
  /** Puts phases that were copied as text below one. */
  paste(index: number, copied: string): void
  add(phase: PhaseSpec): void
}

/** Makes the actions of a lane: each changes the text, and leaves the focus on the phase it was about. */
export function useLaneActions({
  list,
  count,
  text,
  open,
  onOpen,
}: {
  list: RefObject<HTMLElement | null>
  count: number
  text: TextHistory
  open: number | null
  onOpen: (index: number | null) => void
}): LaneActions {
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
  const actions: LaneActions = {
    toggle: (index) => onOpen(open === index ? null : index),
    move(from, to) {
      if (to < 0 || to >= count) return
      text.edit((source) => movePhase(source, from, to))
      show(to, open === from)
    },
    duplicate(index) {
      text.edit((source) => duplicatePhase(source, index))
      show(index + 1, true)
    },
    parallel(index) {
      if (index === 0) return
      text.edit((source) => togglePhaseParallel(source, index))
      show(index, open === index)
    },
    remove(index) {
      if (count === 1) return
      text.edit((source) => removePhase(source, index))
      show(Math.min(index, count - 2), false)
      toastDone('Phase removed', 'Undo brings it back.')
    },
    copy(index) {
      void navigator.clipboard.writeText(phaseText(text.source, index))
      toastDone('Phase copied', 'As YAML, to paste here or into another policy.')
    },
    paste(index, copied) {
      const pasted = pastePhases(text.source, index + 1, copied)
      if (!pasted.ok) {
        toastFailed('Nothing was pasted', pasted.error)
        return
      }
      text.edit(() => pasted.value.source)
      show(index + 1, false)
      toastDone(pasted.value.count === 1 ? 'Phase pasted' : `${pasted.value.count} phases pasted`)
    },
    add(phase) {
      text.edit((source) => addPhase(source, count, phase))
      show(count, true)
    },
  }
  useLaneKeys(list, actions)
  return actions
}

const section = 'Policy, on a phase'

/** The keys that act on the phase that has the focus. */
function useLaneKeys(list: RefObject<HTMLElement | null>, actions: LaneActions): void {
  const focused = (act: (index: number) => void) => () => {
    const line = document.activeElement?.closest<HTMLElement>('[data-phase-line]')
    if (line && list.current?.contains(line)) act(Number(line.dataset.phaseLine))
  }
  useShortcut(
    { keys: 'alt+ArrowUp', description: 'Move up', section },
    focused((i) => actions.move(i, i - 1)),
  )
  useShortcut(
    { keys: 'alt+ArrowDown', description: 'Move down', section },
    focused((i) => actions.move(i, i + 1)),
  )
  useShortcut({ keys: 'd', description: 'Duplicate', section }, focused(actions.duplicate))
  useShortcut(
    { keys: 'p', description: 'Start together with the one above, or after it', section },
    focused(actions.parallel),
  )
  useShortcut({ keys: 'Delete', description: 'Remove', section }, focused(actions.remove))
  useShortcut({ keys: 'Backspace', description: 'Remove', section }, focused(actions.remove))
}
