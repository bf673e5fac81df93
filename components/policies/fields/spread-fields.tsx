'use client'

import { Plus, Split, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { fieldWords } from '@/lib/core/policy/words'
import { itemsIn } from '@/lib/core/policy/written'
import { LimitField } from './limit-field'
import { AddRow, Part } from './part'
import type { Spot } from './spot'
import { TextField } from './text-field'

const begin = { by: 'region', maxInFlight: 2 }

/** Limits of what is in flight for each value of a fact: at most 2 in a region, say. Up to four hold at once. */
export function SpreadFields({
  spot,
  list,
  resolved,
}: {
  spot: Spot
  /** Id of a list of facts. */
  list: string
  resolved: readonly string[]
}) {
  const spreads = itemsIn(spot.value)
  const many = Array.isArray(spot.value)
  if (spreads.length === 0) {
    return (
      <AddRow
        choices={[{ label: 'Spread over regions', icon: <Split size={14} />, add: () => spot.set(begin) }]}
      />
    )
  }
  return (
    <Part
      icon={<Split size={14} />}
      title="Spread"
      detail={fieldWords('spread', spot.value ?? null)}
      spot={spot}
      onRemove={() => spot.set(undefined)}
    >
      {spreads.map((_, k) => {
        const place = many ? spot.at(k) : spot
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: spreads have no identity but their place.
            key={k}
            className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_1.75rem] items-start gap-2"
          >
            <LimitField spot={place.at('maxInFlight')} label="In flight at most" resolved={resolved[k]} />
            <TextField spot={place.at('by')} label="In each" placeholder="region" list={list} />
            <span className="mt-4">
              <IconButton label={`Remove spread ${k + 1}`} size="sm" onClick={() => place.set(undefined)}>
                <X size={14} aria-hidden="true" />
              </IconButton>
            </span>
          </div>
        )
      })}
      {spreads.length < 4 ? (
        <div className="-ml-2">
          <Button
            size="sm"
            variant="ghost"
            onClick={() => spot.set([...spreads, { by: 'provider', maxInFlight: 5 }])}
          >
            <Plus size={14} aria-hidden="true" /> Spread over something else, too
          </Button>
        </div>
      ) : null}
    </Part>
  )
}
