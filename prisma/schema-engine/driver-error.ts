import type { Error as DriverError } from '@prisma/driver-adapter-utils'

interface PostgresError {
  code?: string
  message: string
  severity?: string
  detail?: string
  column?: string
  hint?: string
  address?: string
  hostname?: string
  port?: number
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'])

/**
 * Says in Prisma's terms what went wrong at the server or on the way to it.
 * @throws the error itself when it is neither: then it is a mistake of ours.
 */
export function driverError(error: unknown): DriverError {
  const cause = error as PostgresError
  const original = { originalCode: cause.code, originalMessage: cause.message }
  const named = /"(.+?)"/.exec(cause.message)?.[1]
  if (cause.code && unreachable.has(cause.code)) {
    return { kind: 'DatabaseNotReachable', host: cause.address ?? cause.hostname, port: cause.port }
  }
  if (typeof cause.severity !== 'string') throw error
  switch (cause.code) {
    case '42P01':
      return { kind: 'TableDoesNotExist', table: named, ...original }
    case '3D000':
      return { kind: 'DatabaseDoesNotExist', db: named, ...original }
    case '28P01':
      return { kind: 'AuthenticationFailed', user: named, ...original }
    default:
      return {
        kind: 'postgres',
        code: cause.code ?? 'N/A',
        severity: cause.severity,
        message: cause.message,
        detail: cause.detail,
        column: cause.column,
        hint: cause.hint,
        ...original,
      }
  }
}
