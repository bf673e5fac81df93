import { randomUUID } from 'node:crypto'
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { driverError } from './driver-error'
import { queryable } from './queryable'

const identity = { provider: 'postgres', adapterName: 'cluster-upgrader-migrate' } as const

/**
 * Connects the schema engine to Postgres, for migrations only.
 *
 * Not `@prisma/adapter-pg`, because with a connection string its shadow connection goes to the *main*
 * database, it splits scripts at every `;` (which tears function bodies apart), and it does not know the
 * `"char"` type which the engine selects to describe a database.
 */
export function migrationAdapter(url: string | undefined): {
  factory: SqlMigrationAwareDriverAdapterFactory
  /** Ends the connections to the main database. */
  close(): Promise<void>
} {
  const clients: pg.Client[] = []
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    ...identity,
    connect: async () => {
      const client = await connect(url)
      clients.push(client)
      return adapter(client, url, () => client.end())
    },
    connectToShadowDb: () => connectToShadow(url),
  }
  return {
    factory,
    close: async () => {
      await Promise.all(clients.map((client) => client.end()))
    },
  }
}

/** Creates an empty database beside the main one, and drops it when the engine is done with it. */
async function connectToShadow(url: string | undefined): Promise<SqlDriverAdapter> {
  const owner = await connect(url)
  const name = `prisma_shadow_${randomUUID()}`
  await owner.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`)
  const shadow = new URL(String(url))
  shadow.pathname = `/${name}`
  const client = await connect(shadow.toString())
  return adapter(client, url, async () => {
    await client.end()
    // FORCE: the server may still be closing the session that has just ended.
    await owner.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`)
    await owner.end()
  })
}

async function connect(url: string | undefined): Promise<pg.Client> {
  if (!url) throw new Error('no database URL: set DATABASE_URL')
  const client = new pg.Client({ connectionString: url, application_name: 'cluster-upgrader-migrate' })
  // A connection lost while idle is reported by the next statement; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query("SET timezone = 'UTC'")
    return client
  } catch (error) {
    throw new DriverAdapterError(driverError(error))
  }
}

function adapter(client: pg.Client, url: string | undefined, dispose: () => Promise<void>): SqlDriverAdapter {
  const schemaName = new URL(String(url)).searchParams.get('schema') ?? 'public'
  const statements = { ...identity, ...queryable(client) }
  return {
    ...statements,
    dispose,
    getConnectionInfo: () => ({ schemaName, supportsRelationJoins: true }),
    // The whole script in one message: one implicit transaction, and the server does the splitting.
    executeScript: async (script) => {
      await client.query(script).catch((error: unknown) => {
        throw new DriverAdapterError(driverError(error))
      })
    },
    startTransaction: async (): Promise<Transaction> => {
      await client.query('BEGIN')
      // With usePhantomQuery off the engine sends COMMIT and ROLLBACK itself.
      const options = { usePhantomQuery: false }
      return { ...statements, options, commit: async () => {}, rollback: async () => {} }
    },
  }
}
