import { upsertClusters } from '@/lib/clusters/upsert-clusters'
import { publishOperation } from '@/lib/operations/publish-operation'
import { publishPolicy } from '@/lib/policies/publish-policy'
import type { Services } from '@/lib/server/mutation'
import { poolSql } from '@/lib/server/sql'
import { sampleAuthor } from './author'
import { sampleDocuments } from './documents'
import { sampleFleet } from './fleet'

/** What the seed put into the database. */
export interface Seeded {
  clusters: number
  operations: number
  policies: number
}

/**
 * Loads a fleet of 240 simulated clusters with operations and policies to try, through the same mutations that
 * people use. Only into an empty database; null = there was something already, and nothing was done.
 */
export async function seedSample(services: Services): Promise<Seeded | null> {
  if (!(await isEmpty(services))) return null
  const author = await sampleAuthor(services)
  const operations = sampleDocuments('operations')
  const policies = sampleDocuments('policies')
  const clusters = sampleFleet()
  for (const document of operations) await publishOperation(services, author, document)
  for (const document of policies) await publishPolicy(services, author, document)
  await upsertClusters(services, author, { clusters })
  return { clusters: clusters.length, operations: operations.length, policies: policies.length }
}

async function isEmpty(services: Services): Promise<boolean> {
  const rows = await poolSql(services.pool).query(
    `SELECT 1 WHERE EXISTS (SELECT FROM cluster) OR EXISTS (SELECT FROM operation)
       OR EXISTS (SELECT FROM policy) OR EXISTS (SELECT FROM rollout)`,
  )
  return rows.length === 0
}
