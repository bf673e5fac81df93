import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '@/lib/testing/database'
import { createPool } from './pool'
import { sqlState, transaction } from './sql'

const db = testDatabase()

beforeAll(async () => {
  await db.sql.query('CREATE TABLE account (id int PRIMARY KEY, amount bigint NOT NULL)')
  await db.sql.query('INSERT INTO account VALUES (1, 100), (2, 100)')
})

const amounts = () => db.sql.query('SELECT id, amount FROM account ORDER BY id')

describe('values', () => {
  it('reads 64-bit integers as numbers, alone and in arrays', async () => {
    const [row] = await db.sql.query(
      'SELECT 9007199254740991::bigint AS one, ARRAY[1, NULL]::bigint[] AS many',
    )
    expect(row).toEqual({ one: 9007199254740991, many: [1, null] })
  })

  it('refuses an integer that a number cannot hold', async () => {
    await expect(db.sql.query('SELECT 9007199254740993::bigint')).rejects.toThrow(/beyond 2\^53/)
  })

  it('works in UTC', async () => {
    expect(await db.sql.query('SHOW timezone')).toEqual([{ TimeZone: 'UTC' }])
    const at = new Date('2026-03-29T01:30:00.123Z')
    expect(await db.sql.query('SELECT $1::timestamptz AS at', [at])).toEqual([{ at }])
    expect(await db.prisma.$queryRaw`SELECT ${at}::timestamptz::text AS at`).toEqual([
      { at: '2026-03-29 01:30:00.123+00' },
    ])
  })
})

describe('transaction', () => {
  it('commits what fn did and returns its answer', async () => {
    const answer = await transaction(db.pool, async (tx) => {
      await tx.query('UPDATE account SET amount = 150 WHERE id = 1')
      return 'done'
    })
    expect(answer).toBe('done')
    expect(await amounts()).toEqual([
      { id: 1, amount: 150 },
      { id: 2, amount: 100 },
    ])
  })

  it('rolls back and passes on what fn throws', async () => {
    const before = await amounts()
    const failing = transaction(db.pool, async (tx) => {
      await tx.query('DELETE FROM account')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await amounts()).toEqual(before)
  })

  it('sees one snapshot and writes nothing when read-only', async () => {
    const readOnly = { readOnly: true }
    const seen = await transaction(
      db.pool,
      async (tx) => {
        const first = await tx.query('SELECT sum(amount) FROM account')
        await db.sql.query('UPDATE account SET amount = amount + 1')
        return [first, await tx.query('SELECT sum(amount) FROM account')]
      },
      readOnly,
    )
    expect(seen[0]).toEqual(seen[1])
    await expect(transaction(db.pool, (tx) => tx.query('DELETE FROM account'), readOnly)).rejects.toThrow(
      /read-only/,
    )
  })

  it('tries again after a deadlock, so that both sides succeed', async () => {
    let together = 0
    const meet = async () => {
      together++
      while (together < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const move = (from: number, to: number) =>
      transaction(db.pool, async (tx) => {
        await tx.query('UPDATE account SET amount = amount - 1 WHERE id = $1', [from])
        await meet()
        await tx.query('UPDATE account SET amount = amount + 1 WHERE id = $1', [to])
      })
    const before = await amounts()
    await Promise.all([move(1, 2), move(2, 1)])
    expect(await amounts()).toEqual(before)
    expect(together).toBe(3)
  })

  it('gives up after three collisions with the error of the server', async () => {
    let calls = 0
    const failing = transaction(db.pool, (tx) => {
      calls++
      return tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`)
    })
    await expect(failing).rejects.toSatisfy((error) => sqlState(error) === '40001')
    expect(calls).toBe(3)
  })

  it('does not keep a connection that was lost inside', async () => {
    const failing = transaction(db.pool, (tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'))
    await expect(failing).rejects.toThrow()
    expect(await db.sql.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})

describe('a pool', () => {
  const pool = () =>
    createPool({ url: db.url, applicationName: 'impatient', statementTimeoutMs: 150, lockTimeoutMs: 50 })
  let impatient: ReturnType<typeof pool>
  beforeAll(() => {
    impatient = pool()
  })
  afterAll(() => impatient.end())

  it('ends a statement that takes too long', async () => {
    await expect(impatient.query('SELECT pg_sleep(5)')).rejects.toThrow(/statement timeout/)
  })

  it('does not wait for a lock for ever', async () => {
    await transaction(db.pool, async (tx) => {
      await tx.query('SELECT 1 FROM account FOR UPDATE')
      await expect(impatient.query('UPDATE account SET amount = 0')).rejects.toThrow(/lock timeout/)
    })
  })
})
