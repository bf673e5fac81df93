import { cache } from 'react'
import { getDocument } from '@/lib/documents/queries'
import type { DocumentTable } from '@/lib/documents/store-revision'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'
import { poolSql } from '@/lib/server/sql'

/** Reads the document that a page is about, once for its title and itself; `given` is its name as the address has it. */
export const loadDocument = cache(async (kind: DocumentTable, given: string) => {
  const session = await requireSession()
  const sql = poolSql(session.services.pool)
  const name = decodeURIComponent(given)
  return { session, sql, name, document: await orNotFound(getDocument(sql, kind, name)) }
})
