import { environment } from '@/lib/server/env'
import { createPool } from '@/lib/server/pool'
import { seedSample } from './seed-sample'

const { databaseUrl } = environment()
if (!databaseUrl) throw new Error('DATABASE_URL is not set: which database shall get the sample fleet?')
const pool = createPool({ url: databaseUrl, applicationName: 'seed', connectionsMax: 2 })
try {
  const seeded = await seedSample({ pool, now: () => new Date() })
  process.stdout.write(
    seeded
      ? `Loaded ${seeded.clusters} simulated clusters, ${seeded.operations} operations, ${seeded.policies} policies.\n`
      : 'The database is not empty; nothing was loaded.\n',
  )
} finally {
  await pool.end()
}
