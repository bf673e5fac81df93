'use client'

import type { PolicyChange } from '@/lib/core/policy/difference'

/** What a change of a policy means, field by field, grouped by phase. */
export function MeaningDifference({ changes }: { changes: readonly PolicyChange[] }) {
  if (changes.length === 0) {
    return (
      <p className="text-sm text-ink-2">
        Nothing differs in meaning. Comments and layout may differ: see Text.
      </p>
    )
  }
  const groups = new Map<string, PolicyChange[]>()
  for (const change of changes) {
    const key = change.phase?.id ?? ''
    groups.set(key, [...(groups.get(key) ?? []), change])
  }
  return (
    <ul aria-label="What it means" className="flex flex-col gap-3">
      {[...groups].map(([id, group]) => (
        <li key={id}>
          <p className="text-sm font-medium">
            {group[0]?.phase?.title ?? 'Over all phases'}
            {id ? <code className="ident ml-1.5 text-ink-3">{id}</code> : null}
          </p>
          <ul className="mt-1 flex flex-col gap-1 border-l-2 border-line pl-3 text-sm">
            {group.map((change) => (
              <li key={`${change.kind} ${change.field}`}>
                <Change change={change} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function Change({ change }: { change: PolicyChange }) {
  switch (change.kind) {
    case 'added':
      return <span className="text-success">new phase</span>
    case 'removed':
      return <span className="text-danger">removed</span>
    case 'moved':
      return (
        <span className="text-ink-2">
          moved: <Was>{change.before}</Was> → <Is>{change.after}</Is>
        </span>
      )
    case 'changed':
      return (
        <span className="text-pretty text-ink-2">
          {change.field}: <Was>{change.before}</Was> → <Is>{change.after}</Is>
        </span>
      )
  }
}

const Was = ({ children }: { children: string | null }) => (
  <del className="text-danger no-underline">{children ?? 'the default'}</del>
)
const Is = ({ children }: { children: string | null }) => (
  <ins className="text-success no-underline">{children ?? 'the default'}</ins>
)
