import { writeAudit } from '@/lib/server/audit'
import { AppError } from '@/lib/server/errors'
import type { Logger } from '@/lib/server/log'
import type { Services } from '@/lib/server/mutation'
import { transaction } from '@/lib/server/sql'

/** Where a call that has proved nothing comes from. */
export interface Caller {
  readonly ip: string | null
  readonly userAgent: string | null
}

/** What it takes to turn callers away. */
export interface Refuser extends Services {
  readonly log: Logger
  readonly limiter: { spend(key: string, cost: number, limit: number): Promise<number> }
}

/** Calls from one address in ten seconds before it is asked to wait. */
const callsMax = 200
/** Refused calls in ten seconds that are written into the audit; the rest only into the log. */
const auditedMax = 20

/** Counts a call. @throws AppError `rate_limited` when its address has made too many. */
export async function spendCall({ limiter }: Refuser, { ip }: Caller): Promise<void> {
  const wait = await limiter.spend(`answer:${ip ?? 'unknown'}`, 1, callsMax)
  if (wait === 0) return
  throw new AppError('rate_limited', `Too many calls. Try again in ${wait} s.`, { retryAfterSeconds: wait })
}

/** Writes down that somebody tried to decide on a gate and could not prove who they are; the answer tells nothing. */
export async function refuseCaller(
  { pool, log, limiter }: Refuser,
  { ip, userAgent }: Caller,
  gate: string,
  why: string,
): Promise<AppError> {
  log.warn({ gate, ip, why }, 'an answer for a gate was refused')
  if ((await limiter.spend('answer-refused', 1, auditedMax)) === 0) {
    await transaction(pool, (tx) =>
      writeAudit(
        tx,
        { kind: 'system', name: 'webhook' },
        'gate.answer_refused',
        { type: 'gate', name: gate },
        {
          why,
          ip,
          userAgent,
        },
      ),
    )
  }
  const words =
    'The call is not signed with the secret of this gate, or its timestamp is more than 5 minutes off.'
  return new AppError('unauthenticated', words)
}
