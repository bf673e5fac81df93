import { type ColumnType, DriverAdapterError, ColumnTypeEnum as Type } from '@prisma/driver-adapter-utils'
import pg from 'pg'

/** Postgres type OIDs that occur in catalogs and in `_prisma_migrations`. */
const columnTypes: Record<number, ColumnType> = {
  16: Type.Boolean,
  17: Type.Bytes,
  18: Type.Character,
  19: Type.Text,
  20: Type.Int64,
  21: Type.Int32,
  23: Type.Int32,
  25: Type.Text,
  26: Type.Int64,
  114: Type.Json,
  700: Type.Float,
  701: Type.Double,
  1000: Type.BooleanArray,
  1002: Type.CharacterArray,
  1003: Type.TextArray,
  1005: Type.Int32Array,
  1007: Type.Int32Array,
  1009: Type.TextArray,
  1015: Type.TextArray,
  1016: Type.Int64Array,
  1028: Type.Int64Array,
  1042: Type.Text,
  1043: Type.Text,
  1082: Type.Date,
  1114: Type.DateTime,
  1184: Type.DateTime,
  1700: Type.Numeric,
  2950: Type.Uuid,
  3802: Type.Json,
}

/** Built-in types have lower OIDs; what a database defines itself (enums, domains) arrives as text. */
const firstUserDefinedOid = 16384
const nameArrayOid = 1003
const textArrayOid = 1009
const timestamptzOid = 1184
/** Kept as Postgres wrote them: the engine parses dates, JSON and decimals itself. */
const verbatimOids = new Set([114, 1082, 1114, 1700, 3802])

/**
 * Names a column's type in Prisma's terms.
 * @throws DriverAdapterError for a built-in type that is not in the table.
 */
export function columnType(oid: number): ColumnType {
  const type = columnTypes[oid] ?? (oid >= firstUserDefinedOid ? Type.Text : undefined)
  if (type === undefined)
    throw new DriverAdapterError({ kind: 'UnsupportedNativeDataType', type: String(oid) })
  return type
}

/** The function that turns a column's text into the value Prisma expects. */
export function parserFor(oid: number): (text: string) => unknown {
  if (verbatimOids.has(oid)) return (text) => text
  if (oid === timestamptzOid) return instant
  return pg.types.getTypeParser(oid === nameArrayOid ? textArrayOid : oid)
}

/** `2026-01-31 10:00:00.5+00` as an ISO instant; the session's time zone is UTC. */
function instant(text: string): string {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
}
