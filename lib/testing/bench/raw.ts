import pg from 'pg'

/**
 * The limit that everything is measured against, `raw:b100`: what one connection reaches when it does nothing
 * but the durable writes: 100 transitions per transaction, an UPDATE from `unnest` and an INSERT of event rows.
 * No phases, limits, leases, attempts, retries or checks, and nobody who decides.
 * @returns seconds for `targets` × `steps` transitions.
 */
export async function runRaw(url: string, targets: number, steps: number, batch: number): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: '-c plan_cache_mode=force_custom_plan' })
  await client.connect()
  try {
    await client.query(`
      DROP TABLE IF EXISTS raw_target, raw_event;
      CREATE TABLE raw_target (id bigint PRIMARY KEY, state text NOT NULL, moved_at timestamptz) WITH (fillfactor = 70);
      CREATE TABLE raw_event (rollout int, seq bigint, at timestamptz, target bigint, state text, PRIMARY KEY (rollout, seq));
      INSERT INTO raw_target SELECT n, 'pending' FROM generate_series(1, ${targets}) n;
    `)
    await client.query('VACUUM ANALYZE raw_target')
    const states = ['applying', 'verifying', 'succeeded', 'step-4', 'step-5'].slice(0, steps)
    const began = performance.now()
    let seq = 0
    for (let from = 1; from <= targets; from += batch) {
      const size = Math.min(batch, targets - from + 1)
      const ids = Array.from({ length: size }, (_, i) => from + i)
      for (const state of states) {
        await client.query({
          name: 'move',
          text: `WITH moved AS (
              UPDATE raw_target SET state = $2, moved_at = now() FROM unnest($1::bigint[]) AS v(id)
              WHERE raw_target.id = v.id)
            INSERT INTO raw_event SELECT 1, $3::bigint + v.n, now(), v.id, $2
              FROM unnest($1::bigint[]) WITH ORDINALITY AS v(id, n)`,
          values: [ids, state, seq],
        })
        seq += size
      }
    }
    return (performance.now() - began) / 1_000
  } finally {
    await client.end()
  }
}
