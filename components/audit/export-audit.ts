import type { AuditEntryDto, AuditPage } from '@/lib/audit/dto'
import { api, messageOf } from '@/lib/client/api'
import { download, toCsv } from '@/lib/client/csv'
import { formatCount } from '@/lib/client/format'
import { toastDone, toastFailed } from '@/lib/client/toasts'

/** A spreadsheet takes about a million rows; a browser's memory is the nearer limit. */
const entriesMax = 100_000

/** Fetches all entries that pass the filter, page by page, and hands them over as a CSV file. */
export async function exportAudit(queryOf: (cursor: string | null) => string): Promise<void> {
  try {
    const entries: AuditEntryDto[] = []
    let cursor: string | null = null
    do {
      const page: AuditPage = await api<AuditPage>('GET', `/api/v1/audit?${queryOf(cursor)}`)
      entries.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null && entries.length < entriesMax)
    const rows = entries.map((entry) => [
      entry.id,
      entry.at,
      entry.actorKind,
      entry.actor,
      entry.action,
      entry.objectType,
      entry.object,
      entry.ip,
      JSON.stringify(entry.data),
      entry.hash,
    ])
    const head = ['id', 'at', 'actor kind', 'actor', 'action', 'object type', 'object', 'ip', 'data', 'hash']
    download('audit.csv', 'text/csv', toCsv([head, ...rows]))
    const rest = cursor === null ? '' : ` The log has more; narrow the filter to get older ones.`
    toastDone('Exported', `${formatCount(entries.length)} entries.${rest}`)
  } catch (error) {
    toastFailed('Could not export', messageOf(error))
  }
}
