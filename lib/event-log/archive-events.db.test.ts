import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '@/lib/testing/database'
import { moveTargets, type SyntheticRollout, syntheticRollout } from '@/lib/testing/synthetic-rollout'
import { archiveEvents } from './archive-events'
import { listEvents } from './list-events'
import { listTargetEvents } from './list-target-events'
import { keepPartitions, partitions } from './partitions'

const database = testDatabase()
const width = 250
/** Start of the present test's own partition; tests are two apart, so that they do not meet. */
let from = -width

beforeEach(async () => {
  from += 2 * width
  await database.sql.query(`SELECT setval('rollout_id_seq', $1, false)`, [from])
  await database.sql.query('SELECT keep_event_partitions($1)', [3 * width])
})

const finish = (...rollouts: SyntheticRollout[]) =>
  database.sql.query(
    `UPDATE rollout SET state = 'succeeded', finished_at = now() - interval '1 day' WHERE id = ANY($1)`,
    [rollouts.map(({ id }) => id)],
  )
const history = ({ id }: SyntheticRollout) =>
  listEvents(database.sql, { rollout: String(id), after: 0, limit: 100_000 })
const targetHistory = ({ id }: SyntheticRollout, cluster: string) =>
  listTargetEvents(database.sql, { rollout: String(id), cluster })
const own = () => `event_${from}_${from + width}`

/** Archives, and tells whether the present test's partition has gone. */
async function archived(before = new Date()): Promise<boolean> {
  await archiveEvents(database.pool, before)
  return !(await tables()).includes(own())
}

const tables = async () => (await partitions(database.sql)).map(({ table }) => table)

/** A rollout with a few thousand events: more than one compressed run. */
async function busyRollout(events: number): Promise<SyntheticRollout> {
  const rollout = await syntheticRollout(database.pool, { phases: [10] })
  const changes = Array.from({ length: events }, (_, i) => ({
    index: i % 10,
    state: 'applying' as const,
    message: `try ${i}`,
  }))
  await moveTargets(database.pool, rollout.id, changes)
  await rollout.announce('rollout.succeeded', { 'a "strange" key': ['ü', null, 1.5] })
  return rollout
}

/** Goes on to the next partition, so that no new rollout can come into this one. */
async function fillPartition(): Promise<void> {
  await database.sql.query(`SELECT setval('rollout_id_seq', $1, false)`, [from + width])
  await syntheticRollout(database.pool, { phases: [1] })
}

describe('the archive of events', () => {
  it('takes a whole partition whose rollouts are over, and gives every event back as it was', async () => {
    const first = await busyRollout(4_500)
    const second = await busyRollout(7)
    await finish(first, second)
    await fillPartition()
    const before = [await history(first), await history(second)]
    expect(before[0]?.items).toHaveLength(4_501)
    const one = 'cluster-0-3'
    const ofCluster = await targetHistory(first, one)
    expect(ofCluster).toEqual(before[0]?.items.filter(({ target }) => target === one))
    expect(ofCluster).toHaveLength(450)

    expect(await archived()).toBe(true)

    expect(await database.sql.query('SELECT 1 FROM event WHERE rollout_id = $1', [first.id])).toEqual([])
    expect([await history(first), await history(second)]).toEqual(before)
    expect(await targetHistory(first, one)).toEqual(ofCluster)
    for (const after of [1, 1_999, 2_000, 2_001, 4_500, 4_501]) {
      const page = await listEvents(database.sql, { rollout: String(first.id), after, limit: 10 })
      expect(page.items).toEqual(before[0]?.items.slice(after, after + 10))
    }
    const audit = await database.sql.query<{ data: unknown }>(
      `SELECT data FROM audit WHERE action = 'events.archive' AND object = $1`,
      [own()],
    )
    expect(audit).toEqual([{ data: { events: 4_509 } }])
  })

  it('goes on without a gap when a rollout that was archived is opened again', async () => {
    const rollout = await busyRollout(20)
    await finish(rollout)
    await fillPartition()
    expect(await archived()).toBe(true)
    await rollout.announce('rollout.reopened')
    const { items, lastSeq } = await history(rollout)
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
    expect(items.at(-1)?.type).toBe('rollout.reopened')
    expect(lastSeq).toBe(22)
  })

  it('waits for the last rollout of the partition, and for the time it stays at hand', async () => {
    const over = await busyRollout(5)
    const running = await busyRollout(5)
    await finish(over)
    await fillPartition()
    expect(await archived()).toBe(false)
    await finish(running)
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000)
    expect(await archived(twoDaysAgo)).toBe(false)
    expect(await archived()).toBe(true)
  })

  it('leaves a partition that may still get rollouts', async () => {
    const rollout = await busyRollout(5)
    await finish(rollout)
    expect(await archived()).toBe(false)
  })

  it('drops nothing that the archive lacks', async () => {
    const rollout = await busyRollout(5)
    await finish(rollout)
    await fillPartition()
    // Claims to hold more than there is, so the two cannot agree.
    await database.sql.query(
      'INSERT INTO event_archive (rollout_id, from_seq, to_seq, events) VALUES ($1, 7, 9, $2)',
      [rollout.id, gzipSync('[]')],
    )
    expect(await archived()).toBe(false)
    expect((await history(rollout)).items).toHaveLength(6)
  })

  it('cannot be changed, nor can a partition be emptied', async () => {
    const rollout = await busyRollout(3)
    await database.sql.query(
      'INSERT INTO event_archive (rollout_id, from_seq, to_seq, events) VALUES ($1, 1, 1, $2)',
      [rollout.id, gzipSync('[]')],
    )
    for (const statement of [
      `DELETE FROM ${own()} WHERE rollout_id = ${rollout.id}`,
      `TRUNCATE ${own()}`,
      'TRUNCATE event',
      `DELETE FROM event_archive WHERE rollout_id = ${rollout.id}`,
      'TRUNCATE event_archive',
    ]) {
      await expect(database.sql.query(statement), statement).rejects.toThrow(/append-only/)
    }
  })

  it('makes partitions ahead of the rollouts, and none twice', async () => {
    await fillPartition()
    await keepPartitions(database.sql)
    const before = await tables()
    await keepPartitions(database.sql)
    expect(await tables()).toEqual(before)
    const names = before.map((table) => table.split('_').slice(1).map(Number))
    for (const [start, end] of names) expect((end ?? 0) - (start ?? 0)).toBe(width)
    expect(names.at(-1)?.[1]).toBeGreaterThan(from + width)
  })
})
