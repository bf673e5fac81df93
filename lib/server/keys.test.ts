import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encryptionKey, sessionSecret } from './keys'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'upgrader-keys-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const env = (more: { sessionSecret?: string; secretKeyFile?: string } = {}) => ({
  dataDir,
  sessionSecret: undefined,
  secretKeyFile: undefined,
  ...more,
})

it('makes each key once, for its owner only', () => {
  const first = sessionSecret(env())
  expect(sessionSecret(env())).toBe(first)
  expect(encryptionKey(env())).toEqual(encryptionKey(env()))
  for (const name of ['session.key', 'secret.key']) {
    expect(statSync(path.join(dataDir, name)).mode & 0o777).toBe(0o600)
  }
})

it('prefers what the environment says', () => {
  const secret = 'x'.repeat(32)
  expect(sessionSecret(env({ sessionSecret: secret }))).toBe(secret)
})

it('never replaces a named key file that is missing', () => {
  const secretKeyFile = path.join(dataDir, 'moved-away')
  expect(() => encryptionKey(env({ secretKeyFile }))).toThrow(/moved-away/)
})

it('refuses a key of the wrong length', () => {
  const secretKeyFile = path.join(dataDir, 'short')
  writeFileSync(secretKeyFile, Buffer.alloc(16).toString('base64'))
  expect(() => encryptionKey(env({ secretKeyFile }))).toThrow(/32 bytes/)
})

it('names different keys differently', () => {
  const files = ['a', 'b'].map((name, index) => {
    const file = path.join(dataDir, name)
    writeFileSync(file, Buffer.alloc(32, index).toString('base64'))
    return encryptionKey(env({ secretKeyFile: file })).id
  })
  expect(new Set(files).size).toBe(2)
})
