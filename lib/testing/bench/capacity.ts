import { archiveEvents } from '@/lib/event-log/archive-events'
import { compose, runProduct, tidy } from './product'
import { setStage } from './stage'

const clusters = 10_000
const tables = ['target', 'event', 'attempt'] as const

/** Measures what a target leaves behind: rows and bytes by table, transactions, and what the archive makes of it. */
export async function benchCapacity(): Promise<void> {
  const stage = await setStage({ clusters })
  const { scene, pool } = stage
  const one = async <T>(text: string): Promise<T> => (await pool.query(text)).rows[0].value as T
  await compose(scene, 100, false)
  const commits = () =>
    one<number>('SELECT xact_commit::int AS value FROM pg_stat_database WHERE datname = current_database()')
  const before = await commits()
  await runProduct(scene, pool, {}, async () => {})
  await tidy(pool)
  const transactions = (await commits()) - before
  process.stdout.write(
    '\n| table   | rows per target | bytes per target, with indexes |\n| ------- | --------------: | -----------------------------: |\n',
  )
  for (const table of tables) {
    const rows = await one<number>(`SELECT count(*)::int AS value FROM ${table}`)
    const bytes = await one<number>(
      `SELECT sum(pg_total_relation_size(relid))::float8 AS value FROM pg_partition_tree('${table}')`,
    )
    const size = bytes ?? (await one<number>(`SELECT pg_total_relation_size('${table}')::float8 AS value`))
    process.stdout.write(
      `| ${table.padEnd(7)} | ${(rows / clusters).toFixed(2).padStart(15)} | ${(size / clusters).toFixed(0).padStart(30)} |\n`,
    )
  }
  // The partition is over when rollouts have gone past it.
  await pool.query(`SELECT setval('rollout_id_seq', 250, false)`)
  await scene.launch({ start: false })
  const began = performance.now()
  await archiveEvents(pool, new Date(Date.now() + 86_400_000))
  const seconds = (performance.now() - began) / 1_000
  const archived = await one<number>('SELECT sum(length(events))::float8 AS value FROM event_archive')
  await stage.close()
  process.stdout.write(
    `\n${(transactions / clusters).toFixed(2)} transactions per target with 100 in flight; ` +
      `archived: ${(archived / clusters).toFixed(0)} bytes per target, in ${seconds.toFixed(1)} s\n`,
  )
}
