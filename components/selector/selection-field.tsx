'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatNoun } from '@/lib/client/format'
import { compileSelector } from '@/lib/core/selector/evaluate'
import { parseSelector } from '@/lib/core/selector/parse'
import { rosterQuery } from '@/lib/fleet/query-options'
import { SelectorEditor } from './selector-editor'
import { vocabularyOf } from './vocabulary'

/** Chooses a part of the fleet, and says how many clusters that is now. */
export function SelectionField({
  value,
  onChange,
  error,
}: {
  value: string
  onChange: (text: string) => void
  /** What the server said of it. */
  error?: string | undefined
}) {
  const { data: fleet } = useQuery(rosterQuery())
  const vocabulary = useMemo(() => vocabularyOf(fleet ?? []), [fleet])
  const count = useMemo(() => {
    const parsed = parseSelector(value)
    return parsed.ok && fleet ? fleet.filter(compileSelector(parsed.value)).length : null
  }, [value, fleet])
  return (
    <SelectorEditor
      label="Clusters"
      value={value}
      vocabulary={vocabulary}
      onChange={onChange}
      note={
        <p className="text-xs text-ink-3">
          {error ? <span className="text-danger">{error} </span> : null}
          {count === null ? null : `${formatNoun(count, 'cluster')} now`}
        </p>
      }
    />
  )
}
