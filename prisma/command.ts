import { runningEmbeddedPostgres, startEmbeddedPostgres } from '../lib/server/embedded-postgres'
import { environment } from '../lib/server/env'
import { runPrisma } from './run'

/** Commands that only read schema files. */
const withoutDatabase = new Set([
  'generate',
  'validate',
  'format',
  'version',
  '-v',
  '--version',
  '-h',
  '--help',
])

/**
 * Runs one Prisma command. Without DATABASE_URL it works on the embedded Postgres of the data directory:
 * the running one, or one that is started for as long as the command takes.
 * @returns the CLI's exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const env = environment()
  if (argv.length === 0 || withoutDatabase.has(String(argv[0]))) return runPrisma(argv, env.databaseUrl)
  const url = env.databaseUrl ?? (await runningEmbeddedPostgres(env.dataDir))
  if (url) return runPrisma(argv, url)
  const server = await startEmbeddedPostgres(env.dataDir)
  try {
    return await runPrisma(argv, server.url)
  } finally {
    await server.stop()
  }
}
