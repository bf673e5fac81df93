'use client'

import { memo, useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { formatCount } from '@/lib/client/format'
import { type FacetName, type FacetValue, facetNames } from '@/lib/fleet/filter'

/** Values shown before "show all". */
const shortList = 8

/**
 * The facets with counts; ticking a value narrows, ticking several of one facet widens. Drawn anew only when
 * counts change, not with every keystroke elsewhere on the page.
 */
export const FacetPanel = memo(function FacetPanel({
  facets,
  onChange,
}: {
  facets: Record<FacetName, FacetValue[]>
  onChange: (name: FacetName, chosen: string[]) => void
}) {
  return (
    <div className="flex flex-col gap-5">
      {facetNames.map((name) => (
        <Facet key={name} name={name} values={facets[name]} onChange={(chosen) => onChange(name, chosen)} />
      ))}
    </div>
  )
})

function Facet({
  name,
  values,
  onChange,
}: {
  name: FacetName
  values: readonly FacetValue[]
  onChange: (chosen: string[]) => void
}) {
  const [all, setAll] = useState(false)
  const chosen = values.filter((value) => value.chosen).map(({ value }) => value)
  const shown = all ? values : values.filter((value, index) => index < shortList || value.chosen)
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 flex w-full items-center text-xs font-medium text-ink-3">
        <span className="flex-1 first-letter:uppercase">{name}</span>
        {chosen.length > 0 ? (
          <button
            type="button"
            className="rounded-sm text-accent hover:underline"
            onClick={() => onChange([])}
          >
            Clear
          </button>
        ) : null}
      </legend>
      <ul>
        {shown.map(({ value, count, chosen: on }) => (
          <li key={value} className="flex min-h-6.5 items-center">
            <Checkbox
              checked={on}
              onChange={(next) => onChange(next ? [...chosen, value] : chosen.filter((one) => one !== value))}
            >
              <span className="flex items-center gap-2">
                <span className={count === 0 ? 'truncate text-ink-3' : 'truncate'}>{value || 'unknown'}</span>
                <span className="ml-auto text-xs text-ink-3 tabular-nums">{formatCount(count)}</span>
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {values.length > shortList ? (
        <button
          type="button"
          className="mt-0.5 rounded-sm text-xs text-ink-2 hover:text-ink hover:underline"
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show all ${formatCount(values.length)}`}
        </button>
      ) : null}
    </fieldset>
  )
}
