import pg from 'pg'

const int8 = 20
const int8Array: number = 1016

/**
 * Chooses how a column's text becomes a value: as pg does, except that 64-bit integers become numbers. Ids
 * and sequence numbers of this product stay far below 2^53; one beyond is an error, never a wrong number.
 */
export const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format === 'binary') return pg.types.getTypeParser(oid, format)
  if (oid === int8) return safeInteger
  if (oid === int8Array) return safeIntegers
  return pg.types.getTypeParser(oid, 'text')
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer beyond 2^53 in a result: ${text}`)
  return value
}

function safeIntegers(text: string): (number | null)[] {
  const texts: (string | null)[] = pg.types.getTypeParser(int8Array, 'text')(text)
  return texts.map((item) => (item === null ? null : safeInteger(item)))
}
