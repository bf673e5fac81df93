import { describe, expect, it } from 'vitest'
import { generatePassword, hashPassword, verifyPassword } from './password'

describe('passwords', () => {
  it('fit their own hash and no other', async () => {
    const hash = await hashPassword('correct horse battery')
    expect(await verifyPassword('correct horse battery', hash)).toBe(true)
    expect(await verifyPassword('correct horse batterz', hash)).toBe(false)
  })

  it('are salted: two hashes of one password differ', async () => {
    expect(await hashPassword('the same password')).not.toBe(await hashPassword('the same password'))
  })

  it('fit whichever way an accent was typed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait, s.v.p.')
    expect(await verifyPassword('cafe\u0301 au lait, s.v.p.', hash)).toBe(true)
  })

  it('never fit a missing, empty or garbled hash', async () => {
    for (const stored of [null, '', 'scrypt$1$2', 'plain$text', 'scrypt$x$8$1$AAAA$AAAA']) {
      expect(await verifyPassword('', stored)).toBe(false)
    }
  })

  it('cost an unknown user as much work as a known one', async () => {
    const hash = await hashPassword('known to somebody')
    const known = await time(() => verifyPassword('wrong password', hash))
    const unknown = await time(() => verifyPassword('wrong password', null))
    expect(unknown).toBeGreaterThan(known / 4)
  })

  it('are made long, readable and never twice', () => {
    const made = new Set(Array.from({ length: 200 }, generatePassword))
    expect(made.size).toBe(200)
    for (const password of made) expect(password).toMatch(/^[a-zA-Z2-9]{20}$/)
  })
})

/** The least of five: what the work itself takes, on a machine that has other things to do. */
async function time(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    await work()
    least = Math.min(least, performance.now() - start)
  }
  return least
}
