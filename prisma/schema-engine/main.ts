import { readFile } from 'node:fs/promises'
import { parseArguments } from './arguments'
import { runDatabaseCommand } from './database-command'
import { openEngine } from './engine'
import { serve } from './rpc'

/**
 * Plays Prisma's native schema engine: same arguments, same line-delimited JSON-RPC on stdio, while the
 * work is done by the official WASM build of that engine. The native one has to be downloaded from a host
 * that closed networks do not reach; the WASM one is an npm package.
 * @returns the exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const request = parseArguments(argv)
  switch (request.kind) {
    case 'version':
      process.stdout.write('schema-engine-cli (wasm)\n')
      return 0
    case 'database':
      return runDatabaseCommand(request.command, request.url)
    case 'serve': {
      const datamodels = await Promise.all(
        request.datamodels.map(
          async (file): Promise<[string, string]> => [file, await readFile(file, 'utf8')],
        ),
      )
      await serve(process.stdin, process.stdout, () => openEngine(request.url, datamodels))
      return 0
    }
  }
}
