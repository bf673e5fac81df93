import type { FirstAdmin } from '../members/bootstrap-admin'
import { isPortFree } from '../server/embedded-postgres/access'
import { type Env, misspeltVariables, readEnv } from '../server/env'
import { encryptionKey, sessionSecret } from '../server/keys'
import { build, generateClient } from './build'
import { type ChildSettings, startWeb, startWorker } from './children'
import { openDatabase } from './database'
import { helpText } from './help'
import { holdDataDir } from './only-one'
import { prepareDatabase } from './prepare'
import { untilReady } from './ready'
import { say } from './say'
import { nextStopSignal } from './signals'
import { processRun, type Supervised, supervise } from './supervise'
import { watchAnswers } from './watch-answers'
import { sayLogin, welcome } from './welcome'

/** The processes get this long to finish what they do; then comes the database, within five seconds in all. */
const processGraceMs = 3_000
const databaseGraceMs = 1_200

/**
 * Starts the product and keeps it running until it is told to stop.
 * @returns the exit code: 0 after a wanted stop, 1 when it could not start.
 */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(helpText())
    return 0
  }
  const unknown = argv.find((argument) => argument !== '--dev')
  if (unknown !== undefined) {
    process.stderr.write(`Unknown option ${unknown}. npm start -- --help lists what there is.\n`)
    return 1
  }
  try {
    await run(readEnv(process.env), argv.includes('--dev'))
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    return 1
  }
}

async function run(env: Env, dev: boolean): Promise<void> {
  for (const { set, meant } of misspeltVariables(process.env)) say(`${set} is set: did you mean ${meant}?`)
  const publicUrl = env.publicUrl ?? `http://localhost:${env.port}`
  const release = await holdDataDir(env.dataDir, publicUrl)
  if (!(await isPortFree(env.port, env.host)))
    throw new Error(`Port ${env.port} is taken. Set PORT to another one.`)
  const stop = nextStopSignal()
  await (dev ? generateClient() : build())
  sessionSecret(env)
  encryptionKey(env)

  const processes: Supervised[] = []
  let settings: ChildSettings | undefined
  let firstAdmin: FirstAdmin | null = null
  const database = await openDatabase(env, (url) => {
    if (settings) settings.databaseUrl = url
    for (const supervised of processes) void supervised.restart(processGraceMs)
  })
  try {
    await prepareDatabase(env, database.url, (admin) => {
      firstAdmin = admin
    })
    settings = { env, databaseUrl: database.url, publicUrl, dev }
    if (!stop.signal.aborted) processes.push(...startProcesses(settings))
    if (await untilReady(localUrl(env), stop.signal)) {
      welcome(publicUrl, firstAdmin)
      firstAdmin = null
    }
    // In development it may be busy compiling for as long.
    if (!dev) void watchAnswers({ address: localUrl(env), signal: stop.signal }, () => revive(processes[0]))
    await stop.requested
  } finally {
    if (firstAdmin) sayLogin(firstAdmin)
    say('Stopping …')
    await Promise.all(processes.map((supervised) => supervised.stop(processGraceMs)))
    await database.stop(databaseGraceMs)
    release()
  }
}

function startProcesses(settings: ChildSettings): Supervised[] {
  const workers = Array.from({ length: settings.env.workers }, (_, index) => `worker-${index + 1}`)
  return [
    supervise('The web server', () => processRun(startWeb(settings)), say),
    ...workers.map((name) => supervise(name, () => processRun(startWorker(name, settings)), say)),
  ]
}

/** Starts a web server anew that lives and does not answer. */
async function revive(web: Supervised | undefined): Promise<void> {
  say('The web server has not answered for 30 s; it is started again')
  await web?.restart(processGraceMs)
}

/** Where this process asks the web server whether it is ready. */
function localUrl({ host, port }: Env): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  return `http://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}/healthz`
}
