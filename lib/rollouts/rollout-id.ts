import { AppError } from '@/lib/server/errors'

/** Reads a rollout's id as it travels; a text that cannot be one is as unknown as any other. */
export function rolloutIdOf(id: string): number {
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new AppError('not_found', `There is no rollout “${id.slice(0, 40)}”.`)
  return Number(id)
}
