const databaseCommands = ['can-connect-to-database', 'create-database', 'drop-database'] as const

export type DatabaseCommand = (typeof databaseCommands)[number]

export type EngineRequest =
  | { kind: 'version' }
  | { kind: 'database'; command: DatabaseCommand; url: string | undefined }
  | { kind: 'serve'; datamodels: string[]; url: string | undefined }

/**
 * Reads the native engine's command line.
 * @throws when a database command is unknown or a separate shadow database is asked for.
 */
export function parseArguments(argv: readonly string[]): EngineRequest {
  if (argv.includes('--version') || argv.includes('-V')) return { kind: 'version' }
  const url = datasourceUrl(valuesOf(argv, '--datasource')[0])
  const cli = argv.indexOf('cli')
  if (cli >= 0) return { kind: 'database', command: databaseCommand(argv[cli + 1]), url }
  return { kind: 'serve', datamodels: valuesOf(argv, '--datamodels'), url }
}

function valuesOf(argv: readonly string[], name: string): string[] {
  return argv.flatMap((argument, index) => {
    const value = argument === name ? argv[index + 1] : undefined
    return value === undefined ? [] : [value]
  })
}

function datasourceUrl(json: string | undefined): string | undefined {
  if (json === undefined) return undefined
  const datasource: { url?: string; shadowDatabaseUrl?: string } = JSON.parse(json)
  if (datasource.shadowDatabaseUrl) {
    throw new Error('shadowDatabaseUrl is not supported: the shadow database is created beside the main one')
  }
  return datasource.url
}

function databaseCommand(name: string | undefined): DatabaseCommand {
  const command = databaseCommands.find((known) => known === name)
  if (!command)
    throw new Error(`unknown schema engine command ${name}; known: ${databaseCommands.join(', ')}`)
  return command
}
