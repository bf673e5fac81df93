'use client'

import { Plus, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { type Role, type RoleBinding, roles } from '@/lib/core/access/permissions'
import { parseSelector } from '@/lib/core/selector/parse'

const hints: Record<Role, string> = {
  viewer: 'reads everything but the audit log',
  operator: 'launches, pauses, retries, skips',
  approver: 'approves and rejects, reads the audit log',
  admin: 'everything, members and overrides too',
}

/** Edits the roles of a member, each over the whole fleet or over the clusters of a selector. */
export function RolesEditor({
  value,
  onChange,
}: {
  value: readonly RoleBinding[]
  onChange: (value: RoleBinding[]) => void
}) {
  const replace = (index: number, binding: RoleBinding) => onChange(value.with(index, binding))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-xs font-medium text-ink-2">Roles</legend>
      {value.map((binding, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a role has no identity besides its place.
        <div key={index} className="flex flex-wrap items-start gap-2">
          <div className="w-36 shrink-0">
            <Select
              label={`Role ${index + 1}`}
              value={binding.role}
              onChange={(role) => replace(index, { ...binding, role })}
              options={roles.map((role) => ({ value: role, label: role, hint: hints[role] }))}
            />
          </div>
          <div className="min-w-0 flex-1 basis-48">
            <Input
              mono
              aria-label={`Clusters of role ${index + 1}`}
              aria-invalid={selectorProblem(binding.select) ? true : undefined}
              placeholder="the whole fleet, or a selector"
              value={binding.select ?? ''}
              onChange={(event) => replace(index, { ...binding, select: event.target.value || null })}
            />
            {selectorProblem(binding.select) ? (
              <p className="mt-1 text-xs text-danger">{selectorProblem(binding.select)}</p>
            ) : null}
          </div>
          <IconButton
            label={`Remove role ${index + 1}`}
            onClick={() => onChange(value.filter((_, other) => other !== index))}
          >
            <X size={14} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange([...value, { role: 'viewer', select: null }])}
        >
          <Plus size={14} aria-hidden="true" /> Add a role
        </Button>
      </div>
    </fieldset>
  )
}

/** Says what is wrong with a role's selector; null = nothing. */
export function selectorProblem(select: string | null): string | null {
  if (select === null || select.trim() === '') return null
  const parsed = parseSelector(select)
  return parsed.ok ? null : `${parsed.error.message} (column ${parsed.error.column})`
}
