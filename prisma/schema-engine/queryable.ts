import { DriverAdapterError, type SqlQuery, type SqlResultSet } from '@prisma/driver-adapter-utils'
import type pg from 'pg'
import { columnType, parserFor } from './column-type'
import { driverError } from './driver-error'

/** The two statements-with-parameters of a Prisma driver adapter, on one connection. */
export function queryable(client: pg.Client) {
  const run = async (config: pg.QueryConfig & { rowMode?: 'array' }) => {
    try {
      return await client.query(config)
    } catch (error) {
      throw new DriverAdapterError(driverError(error))
    }
  }
  return {
    queryRaw: async ({ sql, args }: SqlQuery): Promise<SqlResultSet> => {
      const types = { getTypeParser: parserFor as typeof pg.types.getTypeParser }
      const result = await run({ text: sql, values: args, rowMode: 'array', types })
      return {
        columnNames: result.fields.map((field) => field.name),
        columnTypes: result.fields.map((field) => columnType(field.dataTypeID)),
        rows: result.rows as unknown[][],
      }
    },
    executeRaw: async ({ sql, args }: SqlQuery): Promise<number> => {
      const result = await run({ text: sql, values: args })
      return result.rowCount ?? 0
    },
  }
}
