import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createLog } from './log'

function capture() {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, destination }
}

it('writes one JSON object per line, with name and time', () => {
  const { lines, destination } = capture()
  createLog('web', 'info', destination).info({ rollout: 7 }, 'two\nlines')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(String(lines[0]))).toMatchObject({ name: 'web', rollout: 7, msg: 'two\nlines' })
  expect(JSON.parse(String(lines[0])).time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})

it('blots out secrets wherever they are logged', () => {
  const { lines, destination } = capture()
  const log = createLog('web', 'info', destination)
  const secret = 'canary-5f3a'
  log.info({ password: secret, token: secret })
  log.info({ request: { headers: { authorization: secret, cookie: secret } } })
  log.info({ input: { user: { credentials: { passwordHash: secret } } } })
  expect(lines.join('')).not.toContain(secret)
  expect(lines.join('')).toContain('[redacted]')
})

it('keeps what an error says and where it happened', () => {
  const { lines, destination } = capture()
  createLog('web', 'info', destination).error({ error: new Error('broken') }, 'failed')
  const { error } = JSON.parse(String(lines[0]))
  expect(error).toMatchObject({ type: 'Error', message: 'broken' })
  expect(error.stack).toContain('log.test.ts')
})

it('leaves out the connection that a driver hangs on its errors, and keeps the rest', () => {
  const { lines, destination } = capture()
  const log = createLog('web', 'info', destination)
  const password = 'canary-77b1'
  const connectionParameters = { password, host: 'db.internal' }
  const lost = Object.assign(new Error('terminating connection'), {
    code: '57P01',
    client: { connectionParameters, url: `postgresql://me:${password}@db.internal/x` },
    cause: Object.assign(new Error('reset'), { connection: { stream: { url: password } } }),
  })
  log.warn({ error: lost }, 'lost')
  log.warn({ err: lost }, 'lost')
  log.warn({ err: new AggregateError([lost], 'several') }, 'lost')
  expect(lines.join('')).not.toContain(password)
  expect(JSON.parse(String(lines[0])).error).toMatchObject({ code: '57P01', type: 'Error' })
  expect(JSON.parse(String(lines[1])).err.message).toContain('terminating connection')
})

it('says nothing below its level', () => {
  const { lines, destination } = capture()
  createLog('web', 'warn', destination).info('nothing')
  expect(lines).toEqual([])
})
