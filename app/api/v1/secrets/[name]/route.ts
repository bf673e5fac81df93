import { deleteSecretByName, putSecret } from '@/lib/api/endpoints/secrets'
import { route } from '@/lib/server/next/route'

export const PUT = route(putSecret)
export const DELETE = route(deleteSecretByName)
