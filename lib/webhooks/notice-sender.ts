import type { Sql } from '@/lib/server/sql'
import { keepFailed, keepTold, takeDueNotices } from './due-notices'
import { createOutBox, type OutBox } from './out-box'
import type { PostDeps } from './post-call'
import { sendNotice } from './send-notice'

/** Makes what tells outside systems that gates ask them. */
export const createNoticeSender = (sql: Sql, deps: PostDeps, onError: (error: unknown) => void): OutBox =>
  createOutBox({
    underWayMax: 20,
    take: (max) => takeDueNotices(sql, max),
    carry: async (notice) => {
      const sent = await sendNotice(notice, deps)
      if (sent.kind === 'told') await keepTold(sql, notice)
      // What the end of this worker has broken off is for another one, at once.
      else await keepFailed(sql, notice, sent.error, deps.signal.aborted ? 0 : sent.afterMs)
    },
    onError,
  })
