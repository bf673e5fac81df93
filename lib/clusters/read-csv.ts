import { CsvError, parse } from 'csv-parse/sync'
import { unknownField } from '@/lib/api/strict-input'
import { dangerousKeys } from '@/lib/core/shared/names'
import { AppError, type FieldProblem } from '@/lib/server/errors'
import type { BulkEntry, BulkFile } from './parse-bulk'
import { clusterInput } from './schemas'

interface Record_ {
  record: string[]
  info: { lines: number }
}

const fields = Object.keys(clusterInput.shape)
const mapColumn = /^(labels|connection)\.(.+)$/

/**
 * Reads clusters from CSV with a header: the fields by name, `labels.ring` and `connection.url` for single
 * entries of those maps, `nodes` separated by spaces or semicolons. An empty cell is a field left out.
 *
 * @throws AppError `invalid` for a header with unknown or repeated columns, or a text that is not CSV.
 */
export function readCsv(text: string): BulkFile {
  const [head, ...rows] = records(text)
  if (!head)
    throw new AppError('invalid', 'The file is empty; a line with the names of the columns is expected.')
  const columns = head.record.map((name) => name.trim())
  checkColumns(columns)
  const entries: BulkEntry[] = []
  const problems: FieldProblem[] = []
  for (const { record, info } of rows) {
    if (record.length !== columns.length) {
      const message = `has ${record.length} cells, the header has ${columns.length}`
      problems.push({ line: info.lines, message })
    } else entries.push({ value: readRow(columns, record), line: info.lines })
  }
  return { entries, problems }
}

function records(text: string): Record_[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }
    return parse(text, options) as unknown as Record_[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    throw new AppError('invalid', `The file is not CSV: line ${line}: ${error.message}`, {
      problems: [{ line, message: error.message }],
    })
  }
}

function checkColumns(columns: readonly string[]): void {
  const problems: FieldProblem[] = []
  for (const [i, column] of columns.entries()) {
    const key = mapColumn.exec(column)?.[2]
    const at = { line: 1, column: i + 1 }
    if (key === undefined && !fields.includes(column)) {
      problems.push({ ...at, message: unknownField(column, fields) })
    } else if (key !== undefined && dangerousKeys.has(key)) {
      problems.push({ ...at, message: `"${key}" is reserved and cannot be used as a name` })
    } else if (columns.indexOf(column) !== i)
      problems.push({ ...at, message: `the column ${column} is there twice` })
  }
  if (problems.length > 0) {
    const words = problems.map(({ message }) => message).join('; ')
    throw new AppError('invalid', `The header is wrong: ${words}.`, { problems })
  }
}

function readRow(columns: readonly string[], record: readonly string[]): Record<string, unknown> {
  const entry: Record<string, unknown> = {}
  for (const [i, column] of columns.entries()) {
    const cell = record[i] ?? ''
    if (cell === '') continue
    const [, map, key] = mapColumn.exec(column) ?? []
    if (map !== undefined && key !== undefined) {
      const known = entry[map] as Record<string, string> | undefined
      entry[map] = { ...known, [key]: cell }
    } else entry[column] = readCell(column, cell)
  }
  return entry
}

function readCell(column: string, cell: string): unknown {
  if (column === 'weight') return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
  if (column === 'nodes') return cell.split(/[\s;]+/).filter(Boolean)
  if (column === 'labels' || column === 'connection') return pairs(cell)
  return cell
}

/** `ring=canary;team=payments`; a text that is no such list is left for the schema to refuse. */
function pairs(cell: string): unknown {
  const parts = cell.split(';').map((part) => part.split(/=(.*)/s))
  if (parts.some(([key, value]) => value === undefined || dangerousKeys.has(key ?? ''))) return cell
  return Object.fromEntries(parts.map(([key, value]) => [key?.trim() ?? '', value?.trim() ?? '']))
}
