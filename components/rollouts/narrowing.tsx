'use client'

import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useCallback } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Toolbar } from '@/components/ui/toolbar'
import { api } from '@/lib/client/api'
import { useUrlParam } from '@/lib/client/use-url-param'

/** What a list of rollouts is narrowed to, beside their state; null = not. */
export interface RolloutNarrowing {
  title: string | null
  operation: string | null
  policy: string | null
  launchedBy: string | null
}

/** Keeps the narrowing in the address; `onChange` is told, as pages of the list before mean nothing after it. */
export function useNarrowing(
  onChange: () => void,
): [RolloutNarrowing, (name: keyof RolloutNarrowing, value: string | null) => void] {
  const [title, setTitle] = useUrlParam('title')
  const [operation, setOperation] = useUrlParam('operation')
  const [policy, setPolicy] = useUrlParam('policy')
  const [launchedBy, setLaunchedBy] = useUrlParam('by')
  const set = useCallback(
    (name: keyof RolloutNarrowing, value: string | null) => {
      onChange()
      const setters = {
        title: setTitle,
        operation: setOperation,
        policy: setPolicy,
        launchedBy: setLaunchedBy,
      }
      setters[name](value)
    },
    [onChange, setTitle, setOperation, setPolicy, setLaunchedBy],
  )
  return [{ title, operation, policy, launchedBy }, set]
}

/** Tells whether nothing is narrowed. */
export const isWide = (narrow: RolloutNarrowing): boolean =>
  Object.values(narrow).every((value) => value === null)

/** Fields for words of the title, the operation, the policy and who launched. */
export function Narrowing({
  value,
  onChange,
}: {
  value: RolloutNarrowing
  onChange: (name: keyof RolloutNarrowing, value: string | null) => void
}) {
  return (
    <Toolbar label="Narrow the list">
      <div className="w-full sm:w-60">
        <TextField
          label="Words of the title"
          value={value.title}
          onChange={(text) => onChange('title', text)}
          search
        />
      </div>
      <Choice
        what="operation"
        path="/api/v1/operations"
        value={value.operation}
        onChange={(name) => onChange('operation', name)}
      />
      <Choice
        what="policy"
        path="/api/v1/policies"
        value={value.policy}
        onChange={(name) => onChange('policy', name)}
      />
      <div className="w-36 max-sm:w-full">
        <TextField
          label="Launched by"
          value={value.launchedBy}
          onChange={(text) => onChange('launchedBy', text)}
        />
      </div>
      {isWide(value) ? null : (
        <Button
          variant="ghost"
          onClick={() => {
            for (const name of Object.keys(value)) onChange(name as keyof RolloutNarrowing, null)
          }}
        >
          Clear
        </Button>
      )}
    </Toolbar>
  )
}

/** Takes effect on Enter and when one leaves it: every change is a question to the server. */
function TextField({
  label,
  value,
  onChange,
  search = false,
}: {
  label: string
  value: string | null
  onChange: (value: string | null) => void
  search?: boolean
}) {
  const take = (text: string) => {
    if ((text.trim() || null) !== value) onChange(text.trim() || null)
  }
  return (
    <Input
      // A field that was cleared from outside begins anew.
      key={value ?? ''}
      aria-label={label}
      placeholder={label}
      defaultValue={value ?? ''}
      {...(search && {
        'data-search': true,
        type: 'search',
        icon: <Search size={14} aria-hidden="true" />,
      })}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget.value)
      }}
      onBlur={(event) => take(event.currentTarget.value)}
    />
  )
}

const any = '*'

function Choice({
  what,
  path,
  value,
  onChange,
}: {
  what: string
  path: string
  value: string | null
  onChange: (value: string | null) => void
}) {
  const { data } = useQuery({
    queryKey: ['palette', path],
    queryFn: ({ signal }) => api<{ items: { name: string; title: string }[] }>('GET', path, { signal }),
    staleTime: 30_000,
  })
  const named = (data?.items ?? []).map(({ name, title }) => ({ value: name, label: title || name }))
  const unknown = value !== null && !named.some((one) => one.value === value)
  return (
    <div className="w-44 max-sm:w-[calc(50%-0.25rem)]">
      <Select
        label={`Only this ${what}`}
        value={value ?? any}
        onChange={(next) => onChange(next === any ? null : next)}
        options={[
          { value: any, label: `Any ${what}` },
          ...named,
          // Out of use by now, or not loaded yet: what the address says is still shown.
          ...(unknown ? [{ value, label: value }] : []),
        ]}
      />
    </div>
  )
}
