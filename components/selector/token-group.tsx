'use client'

import { Parentheses, Plus, X } from 'lucide-react'
import { Fragment, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { cx } from '@/lib/client/cx'
import type { FormGroup, FormItem } from '@/lib/core/selector/form'
import { ConditionToken } from './condition-token'
import { addItem, newCondition, newGroup, removeItem, replaceItem } from './edit-form'
import { everyCluster } from './selector-text'
import type { SelectorVocabulary } from './vocabulary'

type Sense = 'all' | 'any' | 'not all' | 'not any'

const senses: readonly { value: Sense; label: string }[] = [
  { value: 'all', label: 'all of' },
  { value: 'any', label: 'any of' },
  { value: 'not all', label: 'not all of' },
  { value: 'not any', label: 'none of' },
]

/** A group of conditions as tokens in a line; groups inside stand in a frame of their own. */
export function TokenGroup({
  group,
  vocabulary,
  onChange,
  onRemove,
  outermost = false,
}: {
  group: FormGroup
  vocabulary: SelectorVocabulary
  onChange: (group: FormGroup) => void
  onRemove?: () => void
  outermost?: boolean
}) {
  /** The token whose fields open by themselves, because it was added just now. */
  const [fresh, setFresh] = useState<number | null>(null)
  const { items } = group
  const sense: Sense = group.not ? `not ${group.match}` : group.match
  const add = (item: FormItem) => {
    setFresh(items.length)
    onChange(addItem(group, item))
  }
  const remove = (index: number) => {
    setFresh(null)
    onChange(removeItem(group, index))
  }
  return (
    <fieldset
      data-tokens={outermost || undefined}
      className={cx(
        'flex min-w-0 flex-wrap items-center gap-1.5 rounded-md p-1.5',
        outermost ? 'bg-surface ring-1 ring-line-strong ring-inset' : 'bg-sunken ring-1 ring-line ring-inset',
      )}
    >
      <legend className="sr-only">{outermost ? 'Conditions' : 'Group of conditions'}</legend>
      {items.length > 1 || group.not || !outermost ? (
        <span className="w-26 shrink-0">
          <Select
            size="sm"
            label="How the conditions join"
            options={senses}
            value={sense}
            onChange={(next) =>
              onChange({
                ...group,
                not: next.startsWith('not '),
                match: next.endsWith('all') ? 'all' : 'any',
              })
            }
          />
        </span>
      ) : null}
      {items.length === 0 ? <span className="px-1 text-xs text-ink-2">{emptyWords(group)}</span> : null}
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
        <Fragment key={index}>
          {index > 0 ? (
            <span className="text-2xs text-ink-3">{group.match === 'all' ? 'and' : 'or'}</span>
          ) : null}
          {item.kind === 'group' ? (
            <TokenGroup
              group={item}
              vocabulary={vocabulary}
              onChange={(next) => onChange(replaceItem(group, index, next))}
              onRemove={() => remove(index)}
            />
          ) : (
            <ConditionToken
              condition={item}
              vocabulary={vocabulary}
              fresh={fresh === index}
              onChange={(next) => onChange(replaceItem(group, index, next))}
              onRemove={() => remove(index)}
            />
          )}
        </Fragment>
      ))}
      <Button size="sm" variant="ghost" onClick={() => add(newCondition())}>
        <Plus size={14} aria-hidden="true" /> Condition
      </Button>
      <Button size="sm" variant="ghost" onClick={() => add(newGroup(group))}>
        <Parentheses size={14} aria-hidden="true" /> Group
      </Button>
      {onRemove ? (
        <button
          type="button"
          aria-label="Remove the group"
          onClick={onRemove}
          className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-3 hover:text-ink"
        >
          <X size={12} aria-hidden="true" />
        </button>
      ) : null}
    </fieldset>
  )
}

const emptyWords = (group: FormGroup): string =>
  (group.match === 'all') !== group.not ? everyCluster : 'no cluster'
