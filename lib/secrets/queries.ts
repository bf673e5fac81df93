import { AppError } from '@/lib/server/errors'
import type { PrismaClient } from '@/lib/server/generated/prisma/client'
import type { Key } from '@/lib/server/keys'
import type { Sql } from '@/lib/server/sql'
import { unseal } from './cipher'
import type { SecretDto } from './dto'

/** Lists the secrets by name, without what they hold. */
export async function listSecrets(prisma: PrismaClient): Promise<SecretDto[]> {
  const rows = await prisma.secret.findMany({
    select: { name: true, updatedAt: true, updatedBy: true },
    orderBy: { name: 'asc' },
  })
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }))
}

/**
 * Reads a secret's plain text, for drivers in a worker only.
 * @throws AppError `not_found`; Error when the key in use is not the one it was encrypted with.
 */
export async function readSecret(sql: Sql, key: Key, name: string): Promise<string> {
  const [row] = await sql.query<{ key_id: string; nonce: Buffer; ciphertext: Buffer }>(
    'SELECT key_id, nonce, ciphertext FROM secret WHERE name = $1',
    [name],
  )
  if (!row) throw new AppError('not_found', `There is no secret “${name}”.`)
  return unseal(key, name, { keyId: row.key_id, nonce: row.nonce, ciphertext: row.ciphertext })
}
