'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { LaneApproval } from '@/lib/core/policy/lane'
import type { Problem } from '@/lib/core/shared/problem'
import { AmountField, problemWords } from './amount-field'

const roles = [
  { value: 'approver', label: 'approver' },
  { value: 'operator', label: 'operator' },
  { value: 'admin', label: 'admin' },
] as const

/** Asks for an approval before the phase starts, and by whom. */
export function ApprovalFields({
  approval,
  onChange,
  problem,
}: {
  approval: LaneApproval | null
  /** Null takes the approval away. */
  onChange: (approval: LaneApproval | null) => void
  problem?: Problem
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <Checkbox
        checked={approval !== null}
        onChange={(on) =>
          onChange(on ? { count: '1', role: 'approver', notLauncher: true, expires: '24h' } : null)
        }
      >
        Ask for an approval before it starts
      </Checkbox>
      {approval ? (
        <div className="ml-6 flex flex-col gap-2">
          <div className="grid grid-cols-3 gap-2">
            <AmountField
              label="Approvals"
              value={approval.count}
              onChange={(count) => onChange({ ...approval, count })}
            />
            <Field label="By somebody who is">
              <Select
                size="sm"
                options={roles}
                value={approval.role as (typeof roles)[number]['value']}
                onChange={(role) => onChange({ ...approval, role })}
              />
            </Field>
            <AmountField
              label="Expires after"
              value={approval.expires}
              placeholder="24h"
              onChange={(expires) => onChange({ ...approval, expires })}
            />
          </div>
          <Checkbox
            checked={approval.notLauncher}
            onChange={(notLauncher) => onChange({ ...approval, notLauncher })}
          >
            Four eyes: never by the launcher, the policy’s author or whoever overrode something
          </Checkbox>
          {problem ? <p className="text-xs text-danger">{problemWords(problem)}</p> : null}
        </div>
      ) : null}
    </fieldset>
  )
}
