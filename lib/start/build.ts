import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { runPrisma } from '../../prisma/run'
import { fingerprint, whenChanged } from './fingerprint'
import { say } from './say'
import { bundleWorker, workerBundle } from './worker-bundle'

const generated = 'lib/server/generated'
const sources = ['app', 'components', 'lib', 'public', 'proxy.ts', 'instrumentation.ts']
const settings = [
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'prisma/schema',
]

/** Generates the database client when it is missing or the schema has changed. */
export async function generateClient(): Promise<void> {
  const wanted = fingerprint(['prisma/schema', 'node_modules/prisma/package.json'])
  const stamp = `${generated}/made-from`
  if (!existsSync(`${generated}/prisma/client.ts`)) rmSync(stamp, { force: true })
  await whenChanged(stamp, wanted, async () => {
    say('Generating the database client …')
    const code = await runPrisma(['generate', '--no-hints'], undefined, { quiet: true })
    if (code !== 0) throw new Error('Generating the database client failed.')
  })
}

/**
 * Builds the web application and the worker, unless they are there and as new as their sources.
 * @param options.force builds in any case.
 */
export async function build(options: { force?: boolean } = {}): Promise<void> {
  await generateClient()
  const stamp = 'dist/made-from'
  const missing = !existsSync('.next/BUILD_ID') || !existsSync(workerBundle)
  if (options.force || missing) rmSync(stamp, { force: true })
  const madeFrom = fingerprint([...sources, ...settings], isNotBuilt)
  await whenChanged(stamp, madeFrom, async () => {
    say('Building (about half a minute) …')
    mkdirSync('dist', { recursive: true })
    writeFileSync('dist/build-id', madeFrom.slice(0, 16))
    await bundleWorker(workerBundle)
    await run(['node_modules/next/dist/bin/next', 'build'])
  })
}

/** Tests, generated code and what starts the processes change nothing in what runs. */
function isNotBuilt(file: string): boolean {
  return file === generated || /^lib\/(testing|start)(\/|$)/.test(file) || /\.test\.tsx?$/.test(file)
}

/** Runs a Node program in this terminal. */
async function run(argv: readonly string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'inherit', 'inherit'], env })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`)
}
