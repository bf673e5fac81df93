import { AppError, type FieldProblem } from '@/lib/server/errors'
import { readCsv } from './read-csv'
import { readJsonArray, readNdjson } from './read-json'

/** One cluster of a bulk file, unchecked, and the line it begins on; null = not known until asked. */
export interface BulkEntry {
  value: unknown
  line: number | null
}

export interface BulkFile {
  entries: BulkEntry[]
  /** What could not even be read; nothing is written if there is any. */
  problems: FieldProblem[]
  /** Finds the place of a part of an entry, where the format allows it. */
  locate?(path: readonly (string | number)[]): { line: number; column: number } | undefined
}

const readers: Record<string, (text: string) => BulkFile> = {
  'application/json': readJsonArray,
  'application/x-ndjson': readNdjson,
  'application/ndjson': readNdjson,
  'application/jsonl': readNdjson,
  'text/csv': readCsv,
}

/** The content types of a bulk file. */
export const bulkTypes = Object.keys(readers)

/**
 * Reads a bulk file by its content type.
 * @throws AppError `invalid` for another content type, or a text that is not of its type at all.
 */
export function parseBulk(text: string, contentType: string | null): BulkFile {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  if (!read)
    throw new AppError('invalid', `Send one of ${bulkTypes.join(', ')}, not “${type || 'no content-type'}”.`)
  return read(text)
}
