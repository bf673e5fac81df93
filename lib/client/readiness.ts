/** What keeps the console from being up to date, worst first; `ready` = nothing. */
export type Readiness = 'ready' | 'server' | 'database' | 'worker'

interface Checks {
  database?: unknown
  worker?: unknown
}

/** Asks `/readyz` what works; never throws. */
export async function readReadiness(): Promise<Readiness> {
  let response: Response
  try {
    response = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(8_000) })
  } catch {
    return 'server'
  }
  if (response.ok) return 'ready'
  if (response.status !== 503) return 'server'
  const checks = await readChecks(response)
  return isWell(checks.database) && !isWell(checks.worker) ? 'worker' : 'database'
}

async function readChecks(response: Response): Promise<Checks> {
  try {
    const body = (await response.json()) as { checks?: Checks } & Checks
    return body.checks ?? body
  } catch {
    return {}
  }
}

const isWell = (check: unknown): boolean =>
  check === true ||
  check === 'ok' ||
  (typeof check === 'object' && check !== null && (check as { ok?: unknown }).ok === true)
