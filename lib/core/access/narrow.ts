import { permissions, type Role, type RoleBinding, rolesWith } from './permissions'

/** Tells whether whoever holds `role` may do everything that `wanted` may. */
export const roleCovers = (role: Role, wanted: Role): boolean =>
  permissions.every(
    (permission) => !rolesWith(permission).includes(wanted) || rolesWith(permission).includes(role),
  )

/**
 * Narrows somebody's bindings to some roles, as for a token that shall do less than its owner.
 * Never widens: a role that no binding covers is dropped, and a binding's selector stays with it.
 */
export function narrowBindings(bindings: readonly RoleBinding[], to: readonly Role[]): RoleBinding[] {
  return to.flatMap((role) =>
    bindings
      .filter((binding) => roleCovers(binding.role, role))
      .map((binding) => ({ role, select: binding.select })),
  )
}
