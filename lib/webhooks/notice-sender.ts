import type { Sql } from '@/lib/server/sql'
import { keepFailed, keepTold, takeDueNotices } from './due-notices'
import type { Notice } from './notice'
import { type SendDeps, sendNotice } from './send-notice'

/** Notices under way at once; a system that does not answer holds up only its own. */
const underWayMax = 20

export interface NoticeSender {
  /** Takes what is due and sends it in the background; resolves when it has been taken. */
  send(): Promise<void>
  /** Waits for what is under way. */
  close(): Promise<void>
}

/** Makes what tells outside systems that gates ask them; any number of workers may have one. */
export function createNoticeSender(
  sql: Sql,
  deps: SendDeps,
  onError: (error: unknown) => void,
): NoticeSender {
  const underWay = new Set<Promise<void>>()

  async function carry(notice: Notice): Promise<void> {
    const sent = await sendNotice(notice, deps)
    if (sent.kind === 'told') await keepTold(sql, notice)
    // What the end of this worker has broken off is for another one, at once.
    else await keepFailed(sql, notice, sent.error, deps.signal.aborted ? 0 : sent.afterMs)
  }

  return {
    send: async () => {
      if (underWay.size >= underWayMax) return
      for (const notice of await takeDueNotices(sql, underWayMax - underWay.size)) {
        const carried = carry(notice)
          .catch(onError)
          .finally(() => underWay.delete(carried))
        underWay.add(carried)
      }
    },
    close: async () => {
      await Promise.all(underWay)
    },
  }
}
