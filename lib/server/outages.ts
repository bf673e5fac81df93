/** SQLSTATEs that say "not now": connection trouble, shutdown, limits of the server, cancelled by a time limit. */
const outageStates = /^(08...|53...|57P0[1-5]|57014|55P03|25P03)$/
const outageCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])
/** Prisma's own codes: cannot reach, timed out, closed the connection, no connection free in time. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024'])
/** What node-postgres says without a code. */
const outageMessages =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end|Can't reach database server/

/** Tells whether an error means that the database cannot do its part at the moment. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown }
  if (typeof code === 'string' && (outageStates.test(code) || isSystemOutage(error, code))) return true
  if (outageMessages.test(error.message)) return true
  // Happy eyeballs: one error for several addresses tried.
  if (Array.isArray(errors) && errors.some(isUnavailable)) return true
  return cause !== undefined && isUnavailable(cause)
}

function isSystemOutage(error: Error, code: string): boolean {
  if (prismaCodes.has(code)) return true
  // ENOENT of a file is a bug; of a socket it is a database that does not run.
  if (code === 'ENOENT') return (error as { syscall?: unknown }).syscall === 'connect'
  return outageCodes.has(code)
}

/** Tells whether Postgres refused a text it cannot store: NUL, or half a surrogate pair. */
export function isUnstorable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === '22021' || code === '22P05'
}
