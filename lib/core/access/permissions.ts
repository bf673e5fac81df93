/**
 * Who may do what: one matrix for actions, REST, streams, worker and screen.
 * A permission that is not listed for a role is denied; there is no wildcard.
 */

export const roles = ['viewer', 'operator', 'approver', 'admin'] as const
export type Role = (typeof roles)[number]

const matrix = {
  'fleet:read': ['viewer', 'operator', 'approver', 'admin'],
  'fleet:write': ['operator', 'admin'],
  'operation:read': ['viewer', 'operator', 'approver', 'admin'],
  'operation:write': ['admin'],
  'policy:read': ['viewer', 'operator', 'approver', 'admin'],
  'policy:write': ['operator', 'admin'],
  'rollout:read': ['viewer', 'operator', 'approver', 'admin'],
  'rollout:plan': ['viewer', 'operator', 'approver', 'admin'],
  'rollout:launch': ['operator', 'admin'],
  'rollout:control': ['operator', 'admin'],
  'gate:decide': ['approver', 'admin'],
  'gate:override': ['admin'],
  'freeze:read': ['viewer', 'operator', 'approver', 'admin'],
  'freeze:write': ['admin'],
  'freeze:override': ['admin'],
  'line:read': ['viewer', 'operator', 'approver', 'admin'],
  'line:stop': ['operator', 'admin'],
  'line:release': ['operator', 'admin'],
  'disruption:read': ['viewer', 'operator', 'approver', 'admin'],
  'disruption:write': ['admin'],
  'disruption:acknowledge': ['operator', 'admin'],
  'audit:read': ['approver', 'admin'],
  'member:read': ['admin'],
  'member:write': ['admin'],
  'token:own': ['viewer', 'operator', 'approver', 'admin'],
  'secret:write': ['admin'],
  'notification:write': ['admin'],
  'system:read': ['viewer', 'operator', 'approver', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof matrix

/** Every permission there is, in the order of the matrix. */
export const permissions = Object.keys(matrix) as Permission[]

/** A role over the whole fleet (`select: null`) or over the clusters of a selector. */
export interface RoleBinding {
  role: Role
  select: string | null
}

export type Access = { allowed: true } | { allowed: false; reason: string }

/** Lists the roles that hold a permission, for "ask somebody who is …"; empty for unknown ones. */
export const rolesWith = (permission: Permission): readonly Role[] =>
  Object.hasOwn(matrix, permission) ? matrix[permission] : []

/**
 * Answers whether bindings grant a permission, with a reason in words when they do not.
 * A binding limited to a selector grants reading; anything else only where the caller proves the
 * scope (`covers`). Unknown roles and permissions grant nothing.
 */
export function can(
  bindings: readonly RoleBinding[],
  permission: Permission,
  covers?: (select: string) => boolean,
): Access {
  const holders = rolesWith(permission)
  const held = bindings.filter((binding) => holders.includes(binding.role))
  const harmless = permission.endsWith(':read') || permission === 'rollout:plan' || permission === 'token:own'
  if (held.some((binding) => binding.select === null || harmless || covers?.(binding.select) === true)) {
    return { allowed: true }
  }
  if (held.length > 0) {
    return {
      allowed: false,
      reason: 'Your role covers only a part of the fleet, and this reaches beyond it.',
    }
  }
  return { allowed: false, reason: `This needs the role ${holders.join(' or ')}.` }
}
