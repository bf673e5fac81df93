import { createHash, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Env } from './env'

/** A 256-bit key and a short public name for it, kept beside what it encrypted. */
export interface Key {
  id: string
  bytes: Buffer
}

/** The secret that signs session cookies: from the environment, else made once in the data directory. */
export function sessionSecret(env: Pick<Env, 'sessionSecret' | 'dataDir'>): string {
  return env.sessionSecret ?? readOrMake(path.join(env.dataDir, 'session.key'))
}

/**
 * The key that encrypts stored secrets. Whoever loses it loses those secrets, so a file that was named but
 * is missing is an error, never a reason to make a new one.
 */
export function encryptionKey(env: Pick<Env, 'secretKeyFile' | 'dataDir'>): Key {
  const file = env.secretKeyFile ?? path.join(env.dataDir, 'secret.key')
  const text = env.secretKeyFile ? readFileSync(file, 'utf8').trim() : readOrMake(file)
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== 32) throw new Error(`${file} must hold 32 bytes in base64`)
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

/** Reads a key file, or makes it with mode 0600; of two processes that make it at once, one wins for both. */
function readOrMake(file: string): string {
  if (!existsSync(file)) make(file)
  return readFileSync(file, 'utf8').trim()
}

/** Linked into place when complete: nobody ever reads half a key, and the first one stays. */
function make(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}
