import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Key } from '@/lib/server/keys'

/** A secret as it is stored: AES-256-GCM, its tag at the end of the ciphertext. */
export interface Sealed {
  keyId: string
  nonce: Buffer
  ciphertext: Buffer
}

const algorithm = 'aes-256-gcm'
const tagLength = 16

/** Encrypts a text for the row of this name; the name is authenticated, so rows cannot be swapped. */
export function seal(key: Key, name: string, text: string): Sealed {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(algorithm, key.bytes, nonce)
  cipher.setAAD(Buffer.from(name))
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { keyId: key.id, nonce, ciphertext }
}

/**
 * Decrypts the secret of this name.
 * @throws when it was sealed with another key, for another name, or changed since.
 */
export function unseal(key: Key, name: string, { keyId, nonce, ciphertext }: Sealed): string {
  if (keyId !== key.id) {
    throw new Error(`The secret "${name}" was encrypted with the key ${keyId}; the key in use is ${key.id}.`)
  }
  const decipher = createDecipheriv(algorithm, key.bytes, nonce)
  decipher.setAAD(Buffer.from(name))
  decipher.setAuthTag(ciphertext.subarray(-tagLength))
  const body = ciphertext.subarray(0, -tagLength)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}
