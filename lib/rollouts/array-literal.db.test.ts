import fc from 'fast-check'
import { expect, it } from 'vitest'
import { testDatabase } from '@/lib/testing/database'
import { integers, texts } from './array-literal'

const database = testDatabase()

it('gives Postgres exactly the texts and numbers that were laid out', async () => {
  const text = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('NULL', '', ' ', '{}', ',', '"', '\\', '\n')),
  )
  const storable = text.filter((value) => value === null || !/\0|\p{Surrogate}/u.test(value))
  const row = fc.record({ text: storable, number: fc.option(fc.maxSafeInteger()) })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      const [back] = await database.sql.query(`SELECT $1::text[] AS texts, $2::bigint[] AS numbers`, [
        texts(rows, (one) => one.text),
        integers(rows, (one) => one.number),
      ])
      expect(back).toEqual({ texts: rows.map((one) => one.text), numbers: rows.map((one) => one.number) })
    }),
    { numRuns: 200 },
  )
})
