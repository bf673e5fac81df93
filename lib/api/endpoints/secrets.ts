import { deleteSecret } from '@/lib/secrets/delete-secret'
import { listSecrets } from '@/lib/secrets/queries'
import { secretNameInput, secretValueInput } from '@/lib/secrets/schemas'
import { setSecret } from '@/lib/secrets/set-secret'
import { endpoint } from '../endpoint'
import { itemsOf, secretSchema } from '../schemas/members'

const tag = 'Secrets'

export const getSecrets = endpoint({
  method: 'GET',
  path: '/api/v1/secrets',
  id: 'listSecrets',
  tag,
  summary: 'List secrets by name; what they hold is never given out',
  permission: 'secret:write',
  answers: { 200: { description: 'Names', schema: itemsOf(secretSchema) } },
  handle: async ({ services }) => ({ items: await listSecrets(services.prisma) }),
})

export const putSecret = endpoint({
  method: 'PUT',
  path: '/api/v1/secrets/{name}',
  id: 'setSecret',
  tag,
  summary: 'Store a secret for drivers, encrypted',
  permission: 'secret:write',
  params: secretNameInput,
  body: secretValueInput,
  answers: { 204: { description: 'Stored' } },
  handle: ({ services, actor, params, body }) =>
    setSecret(services, services.encryptionKey(), actor, { ...params, ...body }),
})

export const deleteSecretByName = endpoint({
  method: 'DELETE',
  path: '/api/v1/secrets/{name}',
  id: 'deleteSecret',
  tag,
  summary: 'Delete a secret',
  permission: 'secret:write',
  params: secretNameInput,
  answers: { 204: { description: 'Deleted' } },
  handle: ({ services, actor, params }) => deleteSecret(services, actor, params),
})
