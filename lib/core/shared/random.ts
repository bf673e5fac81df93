import { hashText } from './hash'

/** A source of numbers that look random and are the same for the same seed, on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  int(below: number): number
  /** A new list with the same items in another order. */
  shuffle<T>(items: readonly T[]): T[]
}

/**
 * Makes a generator from a seed. The seed is spread by SHA-256 over the 128 bits of state of sfc32, a small
 * generator that passes PractRand; nothing here is fit for secrets.
 */
export function createRandom(seed: string): Random {
  const digest = hashText(seed)
  const word = (i: number) => Number.parseInt(digest.slice(i * 8, i * 8 + 8), 16) | 0
  let a = word(0)
  let b = word(1)
  let c = word(2)
  let counter = word(3)

  function next(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 4_294_967_296
  }

  const int = (below: number) => Math.floor(next() * below)

  function shuffle<T>(items: readonly T[]): T[] {
    const list = [...items]
    for (let i = list.length - 1; i > 0; i -= 1) {
      const j = int(i + 1)
      const held = list[i] as T
      list[i] = list[j] as T
      list[j] = held
    }
    return list
  }

  return { next, int, shuffle }
}
