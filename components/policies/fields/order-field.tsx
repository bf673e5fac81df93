'use client'

import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { namesOf } from '@/lib/core/policy/written'
import type { Spot } from './spot'

type Kind = 'fields' | 'random' | 'diverse'

const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'fields', label: 'By facts' },
  { value: 'random', label: 'Shuffled' },
  { value: 'diverse', label: 'Diverse first' },
]

const says: Readonly<Record<Kind, string>> = {
  fields: 'in this order; a minus turns one round: -weight is heaviest first',
  random: 'the same plan is always shuffled the same way',
  diverse: 'the first ones cover regions, versions and kinds as soon as possible',
}

/** In which order the clusters of a phase start. */
export function OrderField({ spot, list }: { spot: Spot; list: string }) {
  const kind: Kind = spot.value === 'random' || spot.value === 'diverse' ? spot.value : 'fields'
  return (
    <div className="flex min-w-0 flex-wrap items-end gap-2">
      <div className="flex flex-col gap-1">
        <span className="text-xs font-medium text-ink-2">Order</span>
        <Segmented
          label="How the clusters are ordered"
          segments={kinds}
          value={kind}
          onChange={(next) => spot.set(next === 'fields' ? undefined : next)}
        />
      </div>
      <div className="min-w-48 flex-1">
        {kind === 'fields' ? (
          <Field label="Facts" hint={says.fields} error={spot.problem ?? itemProblem(spot)}>
            <Input
              mono
              size="sm"
              list={list}
              value={spot.text}
              placeholder="name"
              onChange={(event) => spot.set(namesOf(event.currentTarget.value))}
            />
          </Field>
        ) : (
          <p className="pb-1 text-xs text-ink-3">
            {says[kind]}
            {spot.problem ? <span className="block text-danger">{spot.problem}</span> : null}
          </p>
        )}
      </div>
    </div>
  )
}

function itemProblem(spot: Spot): string | null {
  if (!Array.isArray(spot.value)) return null
  return spot.value.map((_, i) => spot.at(i).problem).find((problem) => problem !== null) ?? null
}
