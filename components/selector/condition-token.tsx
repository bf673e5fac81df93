'use client'

import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Popover } from '@/components/ui/popover'
import type { FormCondition } from '@/lib/core/selector/form'
import { ConditionFields } from './condition-fields'
import { itemWords } from './condition-words'
import type { SelectorVocabulary } from './vocabulary'

/** One condition as a token: a press opens its fields, Delete takes it away, arrows go to the next one. */
export function ConditionToken({
  condition,
  vocabulary,
  fresh,
  onChange,
  onRemove,
}: {
  condition: FormCondition
  vocabulary: SelectorVocabulary
  /** Whether it was added just now: its fields are open then. */
  fresh: boolean
  onChange: (condition: FormCondition) => void
  onRemove: () => void
}) {
  const [open, setOpen] = useState(fresh)
  const words = itemWords(condition)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      onRemove()
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault()
      neighbour(event.currentTarget, event.key === 'ArrowRight' ? 1 : -1)?.focus()
    }
  }
  return (
    <span className="inline-flex h-7 max-w-full min-w-0 items-center rounded-md bg-hover">
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button
            type="button"
            data-token
            aria-label={`Condition: ${words}`}
            onKeyDown={onKeyDown}
            className="h-7 min-w-0 truncate rounded-md pl-2 text-xs text-ink hover:text-accent data-popup-open:text-accent"
          >
            {words}
          </button>
        }
      >
        <ConditionFields condition={condition} vocabulary={vocabulary} onChange={onChange} />
      </Popover>
      <button
        type="button"
        aria-label={`Remove the condition ${words}`}
        onClick={onRemove}
        className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-3 hover:text-ink"
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  )
}

/** The token before or after one in the same editor. */
function neighbour(token: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const editor = token.closest('[data-tokens]')
  const tokens = [...(editor?.querySelectorAll<HTMLElement>('[data-token]') ?? [])]
  return tokens[tokens.indexOf(token) + step]
}
