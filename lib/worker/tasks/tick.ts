import type { Task } from 'graphile-worker'
import { z } from 'zod'
import type { Carrier } from '../carrier'

const payload = z.object({ rolloutId: z.number().int() })

/**
 * A rollout wants to be looked at. The job only wakes: it is over as soon as somebody carries the rollout, so
 * losing or doubling it changes nothing.
 */
export const tick =
  (carrier: Carrier): Task =>
  async (raw) => {
    await carrier.carry(payload.parse(raw).rolloutId)
  }
