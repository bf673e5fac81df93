import { ApiError } from './api'

/** Sorts the errors of a refused form by its fields: `/roles/0/select` belongs to `roles`. Empty for all else. */
export function fieldErrors(error: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  if (!(error instanceof ApiError)) return fields
  for (const { pointer, message } of error.problem?.errors ?? []) {
    const field = pointer?.split('/')[1]
    if (field && !fields.has(field)) fields.set(field, message)
  }
  return fields
}
