import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))

/** What Prisma needs in its environment to work with our schema engine and without asking the network. */
export function prismaEnvironment(databaseUrl: string | undefined): NodeJS.ProcessEnv {
  return {
    // A user with a network may name Prisma's native engine here: it works on the same files.
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(here, 'schema-engine/start.mjs'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    ...process.env,
    DATABASE_URL: databaseUrl,
  }
}

/**
 * Runs Prisma's CLI in the terminal of this process.
 * @param options.quiet shows what it says only when it fails.
 * @returns its exit code.
 */
export async function runPrisma(
  argv: readonly string[],
  databaseUrl: string | undefined,
  options: { quiet?: boolean } = {},
): Promise<number> {
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: path.dirname(here),
    env: prismaEnvironment(databaseUrl),
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  }
  const [code] = await once(child, 'close')
  if (code !== 0) process.stderr.write(said.join(''))
  return code ?? 1
}
