'use server'

import { action, actionOf } from '@/lib/server/next/action'
import { deleteSecret } from './delete-secret'
import { setSecret } from './set-secret'

/** Stores a secret, encrypted. */
export const keepSecret = action({
  permission: 'secret:write',
  run: (services, actor, input: { name: string; value: string }) =>
    setSecret(services, services.encryptionKey(), actor, input),
})

/** Deletes a secret. */
export const removeSecret = actionOf(deleteSecret)
