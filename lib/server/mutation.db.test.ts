import { expect, it } from 'vitest'
import { z } from 'zod'
import { testDatabase, testServices } from '@/lib/testing/database'
import { addPerson } from '@/lib/testing/people'
import { mutation } from './mutation'

const database = testDatabase()
const services = testServices(database)
const system = { kind: 'system', name: 'test' } as const

/** An act that adds somebody; its audit row tells what it is given. */
const add = (told: Record<string, unknown>) =>
  mutation({
    name: 'test.add',
    permission: 'member:write',
    input: z.object({ name: z.string() }),
    object: ({ name }) => ({ type: 'user', name }),
    data: () => told,
    run: ({ tx }, { name }) => tx.query('INSERT INTO app_user (username, name) VALUES ($1, $1)', [name]),
  })

it('makes an act and its audit row visible together: one transaction has written both', async () => {
  await add({})(services, system, { name: 'ada' })
  const rows = await database.sql.query<{ same: boolean }>(
    `SELECT u.xmin = a.xmin AS same FROM app_user u JOIN audit a ON a.object = u.username
     WHERE u.username = 'ada' AND a.action = 'test.add'`,
  )
  expect(rows).toEqual([{ same: true }])
})

it('has not done an act whose audit row cannot be written', async () => {
  const unwritable = { count: 1n }
  await expect(add(unwritable)(services, system, { name: 'bob' })).rejects.toThrow()
  expect(await database.sql.query(`SELECT 1 FROM app_user WHERE username = 'bob'`)).toEqual([])
})

it('is refused to whoever lacks its permission, whoever else has let them through', async () => {
  const [operator, admin] = [
    await addPerson(services, 'operator', 'operator'),
    await addPerson(services, 'admin', 'admin'),
  ]
  await expect(add({})(services, operator.actor, { name: 'eve' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await database.sql.query(`SELECT 1 FROM app_user WHERE username = 'eve'`)).toEqual([])
  await add({})(services, admin.actor, { name: 'eve' })
  expect(await database.sql.query(`SELECT 1 FROM app_user WHERE username = 'eve'`)).toHaveLength(1)
})
