import type { Actor } from '@/lib/server/actor'
import type { Key } from '@/lib/server/keys'
import { mutation, parseInput, requirePermission, type Services } from '@/lib/server/mutation'
import { seal } from './cipher'
import { secretNameInput, secretValueInput, storeSecretInput } from './schemas'

const storeSecret = mutation({
  name: 'secret.set',
  permission: 'secret:write',
  input: storeSecretInput,
  object: ({ name }) => ({ type: 'secret', name }),
  data: ({ keyId }) => ({ keyId }),
  async run({ tx, actor, now }, { name, keyId, nonce, ciphertext }) {
    await tx.query(
      `INSERT INTO secret (name, key_id, nonce, ciphertext, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (name) DO UPDATE SET key_id = excluded.key_id, nonce = excluded.nonce,
         ciphertext = excluded.ciphertext, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [name, keyId, nonce, ciphertext, now, actor.name],
    )
  },
})

/** Stores a secret for drivers, encrypted, in place of one of the same name; it can never be read back. */
export async function setSecret(
  services: Services,
  key: Key,
  actor: Actor,
  input: { name: string; value: string },
): Promise<void> {
  requirePermission(actor, storeSecret.permission)
  const { name } = parseInput(secretNameInput, { name: input.name })
  const { value } = parseInput(secretValueInput, { value: input.value })
  await storeSecret(services, actor, { name, ...seal(key, name, value) })
}
