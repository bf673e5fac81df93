'use client'

import { Check, Minus, X } from 'lucide-react'
import { Sheet } from '@/components/ui/dialog'
import { can, type Permission, permissions, type RoleBinding } from '@/lib/core/access/permissions'
import type { MemberDto } from '@/lib/members/dto'

/** What each permission lets one do, as it continues "may …". */
const words: Record<Permission, string> = {
  'fleet:read': 'see the fleet',
  'fleet:write': 'import, change and remove clusters',
  'operation:read': 'see operations',
  'operation:write': 'publish operations',
  'policy:read': 'see policies',
  'policy:write': 'publish policies',
  'rollout:read': 'see rollouts',
  'rollout:plan': 'make plans, which change nothing',
  'rollout:launch': 'launch rollouts',
  'rollout:control': 'pause, resume, abort, retry and skip',
  'gate:decide': 'approve and reject',
  'gate:override': 'open a gate in spite of what it waits for',
  'freeze:read': 'see freezes',
  'freeze:write': 'freeze parts of the fleet',
  'freeze:override': 'let a rollout start in spite of a freeze',
  'line:read': 'see whether the line is stopped',
  'line:stop': 'stop the line: nothing starts anywhere',
  'line:release': 'release the line',
  'disruption:read': 'see disruption budgets and their use',
  'disruption:write': 'change disruption budgets',
  'disruption:acknowledge': 'take broken clusters off disruption budgets',
  'audit:read': 'read the audit log',
  'member:read': 'see members',
  'member:write': 'add members and change their roles',
  'token:own': 'make API tokens of their own',
  'secret:write': 'set secrets for drivers',
  'notification:write': 'decide which outside systems are told of what',
  'system:read': 'see how the product is doing',
}

/** Answers "what may X do?" by the matrix that the server itself asks. */
export function MemberRights({ member, onClose }: { member: MemberDto; onClose: () => void }) {
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={`What may ${member.name} do?`}
      description={
        member.disabledAt
          ? 'Nothing at present: shut out. With their roles it would be this.'
          : 'By the matrix that every page, route and action asks.'
      }
    >
      <ul className="flex flex-col gap-1.5">
        {permissions.map((permission) => (
          <Right key={permission} permission={permission} bindings={member.roles} />
        ))}
      </ul>
    </Sheet>
  )
}

function Right({ permission, bindings }: { permission: Permission; bindings: readonly RoleBinding[] }) {
  const everywhere = can(bindings, permission)
  const somewhere = everywhere.allowed || can(bindings, permission, () => true).allowed
  const state = everywhere.allowed ? 'yes' : somewhere ? 'partly' : 'no'
  return (
    <li className="flex items-start gap-2.5">
      <span className="mt-0.5 shrink-0">
        {state === 'yes' ? <Check size={14} role="img" aria-label="may" className="text-success" /> : null}
        {state === 'partly' ? (
          <Minus size={14} role="img" aria-label="may in part" className="text-warning" />
        ) : null}
        {state === 'no' ? <X size={14} role="img" aria-label="may not" className="text-ink-3" /> : null}
      </span>
      <span className={state === 'no' ? 'text-ink-3' : undefined}>
        {words[permission]}
        {everywhere.allowed ? null : (
          <span className="block text-xs text-ink-3">
            {state === 'partly' ? 'Only where their selector reaches.' : everywhere.reason}
          </span>
        )}
      </span>
    </li>
  )
}
