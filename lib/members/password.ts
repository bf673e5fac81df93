import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { passwordLengthMax } from './password-limits'

/** 32 MiB and about 80 ms on the machines we measured: dear for guessing, bearable at a sign-in. */
const cost = { N: 2 ** 15, r: 8, p: 1 }
const keyLength = 32
const saltLength = 16

/** What is compared against when there is no such user, so that both answers take as long. */
const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${Buffer.alloc(saltLength).toString('base64')}$${Buffer.alloc(keyLength).toString('base64')}`

/** Hashes a password with a fresh salt as `scrypt$N$r$p$salt$hash`, so that costs may rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** Tells whether a password fits a stored hash; a missing or unreadable hash costs the same and fits nothing. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parse(stored ?? nobody) ?? parse(nobody)
  if (!parsed) return false
  const key = await derive(password.slice(0, passwordLengthMax), parsed.salt, parsed)
  return timingSafeEqual(key, parsed.hash) && stored !== null && parse(stored) !== null
}

/** Makes a password nobody has to invent: 20 characters, 115 bits, none easily mistaken for another. */
export function generatePassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  let password = ''
  while (password.length < 20) {
    for (const byte of randomBytes(32)) {
      // Bytes beyond the last full round of the alphabet would favour its first letters.
      if (byte < 256 - (256 % alphabet.length)) password += alphabet[byte % alphabet.length]
    }
  }
  return password.slice(0, 20)
}

interface Stored {
  N: number
  r: number
  p: number
  salt: Buffer
  hash: Buffer
}

function parse(stored: string): Stored | null {
  const [scheme, N, r, p, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return null
  const parsed = { N: Number(N), r: Number(r), p: Number(p) }
  const bytes = Buffer.from(hash, 'base64')
  if (!Object.values(parsed).every(Number.isInteger) || bytes.length !== keyLength) return null
  return { ...parsed, salt: Buffer.from(salt, 'base64'), hash: bytes }
}

function derive(password: string, salt: BinaryLike, { N, r, p }: ScryptOptions): Promise<Buffer> {
  const options = { N, r, p, maxmem: 256 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    // NFKC: the same password typed on another keyboard must give the same bytes.
    scrypt(password.normalize('NFKC'), salt, keyLength, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
