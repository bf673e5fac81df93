import type { RoleBinding } from '@/lib/core/access/permissions'
import { AppError } from '@/lib/server/errors'
import type { Sql } from '@/lib/server/sql'

/** Replaces what roles somebody has; effective with their next request, as roles are read every time. */
export async function replaceBindings(
  tx: Sql,
  userId: number,
  bindings: readonly RoleBinding[],
): Promise<void> {
  await tx.query('DELETE FROM user_role WHERE user_id = $1', [userId])
  await tx.query(
    `INSERT INTO user_role (user_id, role, "select")
     SELECT $1, role::role, scope FROM unnest($2::text[], $3::text[]) AS t(role, scope)`,
    [userId, bindings.map(({ role }) => role), bindings.map(({ select }) => select)],
  )
}

/**
 * Refuses a change after which nobody could sign in and administer any more.
 * Serialised: two admins who remove each other at once must not both succeed.
 */
export async function keepAnAdmin(tx: Sql): Promise<void> {
  const rows = await tx.query(
    `SELECT u.id FROM app_user u JOIN user_role r ON r.user_id = u.id
     WHERE r.role = 'admin' AND r."select" IS NULL AND u.disabled_at IS NULL AND u.password_hash IS NOT NULL
     LIMIT 1`,
  )
  if (rows.length === 0) {
    throw new AppError(
      'conflict',
      'This would leave nobody who can sign in as an admin. Make another one first.',
    )
  }
}

/** Takes the lock under which admins are added and removed, until the transaction ends. */
export async function lockAdmins(tx: Sql): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('members.admins'))")
}
