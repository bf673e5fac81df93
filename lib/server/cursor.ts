import { AppError } from './errors'

/** Writes where a page ended as the opaque cursor of the next one. */
export function writeCursor(place: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/**
 * Reads a cursor back.
 * @param length how many values it must have, so that a cursor of another list is refused.
 * @throws AppError `invalid`
 */
export function readCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(place) && place.length === length && place.every(isPlain)) return place
  } catch {
    // Refused below like any other text that is no cursor.
  }
  throw new AppError('invalid', 'cursor: is not one that this list gave out; begin without a cursor.', {
    problems: [{ path: ['cursor'], message: 'is not one that this list gave out' }],
  })
}

const isPlain = (value: unknown): value is string | number | null =>
  value === null || typeof value === 'string' || typeof value === 'number'
