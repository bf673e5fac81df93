'use client'

import { FolderPlus, Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import type { FormGroup } from '@/lib/core/selector/form'
import { ConditionRow } from './condition-row'
import { addItem, newCondition, newGroup, removeItem, replaceItem } from './edit-form'
import type { SelectorVocabulary } from './vocabulary'

type Sense = 'all' | 'any' | 'not all' | 'not any'

const senses: readonly { value: Sense; label: string }[] = [
  { value: 'all', label: 'all of' },
  { value: 'any', label: 'any of' },
  { value: 'not all', label: 'not all of' },
  { value: 'not any', label: 'none of' },
]

/** A group of conditions and groups; the outermost cannot be removed. */
export function GroupRows({
  group,
  vocabulary,
  onChange,
  onRemove,
}: {
  group: FormGroup
  vocabulary: SelectorVocabulary
  onChange: (group: FormGroup) => void
  onRemove?: () => void
}) {
  const sense: Sense = group.not ? `not ${group.match}` : group.match
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5 border-l-2 border-line pl-3">
      <legend className="sr-only">Group of conditions</legend>
      <div className="flex items-center gap-1.5 text-xs text-ink-2">
        <Select
          size="sm"
          label="How the conditions join"
          className="w-28"
          options={senses}
          value={sense}
          onChange={(next) =>
            onChange({ ...group, not: next.startsWith('not '), match: next.endsWith('all') ? 'all' : 'any' })
          }
        />
        <span>{group.items.length === 0 ? emptyWords(group) : 'these hold'}</span>
        {onRemove ? (
          <IconButton label="Remove the group" size="sm" onClick={onRemove}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        ) : null}
      </div>
      {group.items.map((item, index) =>
        item.kind === 'group' ? (
          <GroupRows
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
            key={index}
            group={item}
            vocabulary={vocabulary}
            onChange={(next) => onChange(replaceItem(group, index, next))}
            onRemove={() => onChange(removeItem(group, index))}
          />
        ) : (
          <ConditionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place.
            key={index}
            condition={item}
            vocabulary={vocabulary}
            onChange={(next) => onChange(replaceItem(group, index, next))}
            onRemove={() => onChange(removeItem(group, index))}
          />
        ),
      )}
      <div className="flex gap-1">
        <Button size="sm" variant="ghost" onClick={() => onChange(addItem(group, newCondition()))}>
          <Plus size={14} aria-hidden="true" /> Condition
        </Button>
        <Button size="sm" variant="ghost" onClick={() => onChange(addItem(group, newGroup(group)))}>
          <FolderPlus size={14} aria-hidden="true" /> Group
        </Button>
      </div>
    </fieldset>
  )
}

const emptyWords = (group: FormGroup): string =>
  (group.match === 'all') !== group.not ? 'nothing: every cluster' : 'nothing: no cluster'
