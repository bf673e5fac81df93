import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Sql, transaction } from '@/lib/server/sql'
import { testDatabase } from '@/lib/testing/database'

const db = testDatabase()

const write = (sql: Sql, action: string) =>
  sql.query<{ id: number }>(
    `INSERT INTO audit (actor_kind, actor, action, object_type, object, data)
     VALUES ('system', 'test', $1, 'cluster', 'a', '{"b": 1, "a": [null, "x"]}') RETURNING id`,
    [action],
  )
const breaks = () => db.sql.query('SELECT id, problem FROM audit_breaks() ORDER BY id')

/** Does to the audit log what only somebody who owns the database can do. */
async function tamper(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: db.url })
  await client.connect()
  await client
    .query(
      `BEGIN; GRANT UPDATE, DELETE ON audit TO CURRENT_USER; ALTER TABLE audit DISABLE TRIGGER USER;
       ${statement}; ALTER TABLE audit ENABLE TRIGGER USER; REVOKE UPDATE, DELETE ON audit FROM CURRENT_USER; COMMIT`,
    )
    .finally(() => client.end())
}

describe('the audit log', () => {
  it('links every row to the one before it, also when many write at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => write(db.sql, `act.${index}`)))
    const rows = await db.sql.query<{ id: number }>('SELECT id FROM audit ORDER BY id')
    expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    expect(await breaks()).toEqual([])
  })

  it('leaves no gap where a transaction was rolled back', async () => {
    const undone = transaction(db.pool, async (tx) => {
      await write(tx, 'never.was')
      throw new Error('undo')
    })
    await expect(undone).rejects.toThrow('undo')
    const [row] = await write(db.sql, 'next')
    expect(row?.id).toBe(31)
    expect(await breaks()).toEqual([])
  })

  it('can be checked in any time zone', async () => {
    const [count] = await transaction(db.pool, async (tx) => {
      await tx.query("SET LOCAL timezone = 'Asia/Kathmandu'")
      return tx.query<{ n: number }>('SELECT count(*) AS n FROM audit_breaks()')
    })
    expect(count?.n).toBe(0)
  })

  it.each([
    ['a change', "UPDATE audit SET object = 'b' WHERE id = 7", [{ id: 7, problem: 'changed' }]],
    ['its undoing', "UPDATE audit SET object = 'a' WHERE id = 7", []],
    [
      'a row taken out of the middle',
      'DELETE FROM audit WHERE id = 12',
      [{ id: 13, problem: 'does not follow the row before it' }],
    ],
    [
      'a tail cut off',
      'DELETE FROM audit WHERE id > 20',
      [
        { id: 13, problem: 'does not follow the row before it' },
        { id: 20, problem: 'rows after this one are missing' },
      ],
    ],
  ])('names %s', async (_name, statement, found) => {
    await tamper(statement)
    expect(await breaks()).toEqual(found)
  })
})

describe('append-only tables', () => {
  beforeAll(async () => {
    await db.sql.query(
      `INSERT INTO event (rollout_id, seq, at, type, actor) VALUES (1, 1, now(), 'x', 'test')`,
    )
  })

  it.each([
    ["UPDATE event SET type = 'y'", /event_0_250 is append-only: UPDATE refused/],
    ['DELETE FROM event', /event_0_250 is append-only: DELETE refused/],
    ['TRUNCATE event', /event is append-only: TRUNCATE refused/],
    ["UPDATE audit SET action = 'y'", /permission denied for table audit/],
    ['DELETE FROM audit', /permission denied for table audit/],
    ['TRUNCATE audit', /permission denied for table audit/],
  ])('refuse %s', async (statement, message) => {
    await expect(db.sql.query(statement)).rejects.toThrow(message)
  })
})

describe('phase counters', () => {
  it('cannot be written so that they do not add up', async () => {
    const insert = (pending: number, succeeded: number, failed: number) =>
      db.sql.query(
        `INSERT INTO phase (rollout_id, index, id, title, total, pending, succeeded, failed)
         VALUES (1, 0, 'p', 'P', 3, $1, $2, $3)`,
        [pending, succeeded, failed],
      )
    await expect(insert(3, 1, 0)).rejects.toThrow(/phase_counts_add_up/)
    await expect(insert(3, 1, -1)).rejects.toThrow(/phase_counts_add_up/)
    // Adds up: what is refused now is only the rollout that does not exist.
    await expect(insert(1, 1, 1)).rejects.toThrow(/rollout_id_fkey/)
  })
})
