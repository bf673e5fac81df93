import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from './canonical-json'

/** Hashes a text with SHA-256, as 64 hexadecimal digits; the same in Node and in a browser. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/** Hashes a JSON value by its canonical text: equal values have equal hashes whatever the order of keys. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value))
}
