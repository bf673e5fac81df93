import { setTimeout as sleep } from 'node:timers/promises'
import { clustersOf, lowerLab, raiseLab } from './lab'
import { statusLines } from './provision'
import { registerLab, requireConsole } from './register'
import type { LabCluster } from './runbooks/lib/cluster-file.mjs'
import { type LabSettings, readSettings } from './settings'
import { bootstrapOf, sites } from './topology'
import { driveTraffic } from './traffic-command'

const usage = `npm run lab:kafka -- [command]

  start     start three Kafka clusters, register them in the console, stop them on Ctrl-C (the default)
  up        start them and leave them running, whether there is a console or not
  register  put the clusters and the operations into the console
  status    say what runs
  traffic   write numbered messages to every cluster until Ctrl-C, then look for every acknowledged one
  down      stop them; what they hold stays on disk

  UPGRADER_URL            the console, default http://127.0.0.1:3000
  UPGRADER_TOKEN          an API token that may write clusters and operations (else UPGRADER_BOOTSTRAP_TOKEN)
  UPGRADER_DATA_DIR       where the lab keeps jars and data, default .data
  KAFKA_HOME_3, _4        unpacked Kafka distributions to use instead of fetching jars with Maven
  KAFKA_LAB_FROM, _TO     versions to start on and to have at hand, default 3.9.2 and 4.4.0, or the two homes'
  KAFKA_LAB_DIR           where the clusters live, default kafka/lab in the data folder
  KAFKA_LAB_PORT          lowest of 30 loopback ports, default 19090`

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(command: string): Promise<void> {
  if (command === 'help' || command === '--help') return say(usage)
  const settings = readSettings(process.env)
  const clusters = clustersOf(settings, sites, process.env)
  switch (command) {
    case 'start':
      return start(settings, clusters)
    case 'up':
      return raiseLab(settings, clusters, process.env, say)
    case 'register':
      return announce(settings, clusters)
    case 'status':
      return clusters.flatMap(statusLines).forEach(say)
    case 'traffic':
      return driveTraffic(clusters, untilInterrupted(), say)
    case 'down':
      return lowerLab(clusters)
    default:
      throw new Error(`unknown command "${command}"\n\n${usage}`)
  }
}

async function start(settings: LabSettings, clusters: LabCluster[]): Promise<void> {
  await requireConsole(settings.console)
  const interrupted = untilInterrupted()
  try {
    await raiseLab(settings, clusters, process.env, say, interrupted)
    await announce(settings, clusters)
    say('Ctrl-C stops the clusters.')
    while (!interrupted.aborted) await sleep(200)
  } catch (error) {
    if (!interrupted.aborted) throw error
  } finally {
    say('stopping the clusters')
    await lowerLab(clusters)
  }
}

async function announce(settings: LabSettings, clusters: LabCluster[]): Promise<void> {
  for (const cluster of clusters) say(`${cluster.name}: ${bootstrapOf(cluster).join(',')}`)
  const runbooks = new URL('./runbooks', import.meta.url).pathname
  say(`The console must have been started with UPGRADER_RUNBOOKS=${runbooks}`)
  const operations = await registerLab(settings.console, sites, clusters)
  say(`registered in ${settings.console.url}: ${clusters.map((cluster) => cluster.name).join(', ')}`)
  say(`installed: ${operations.join(', ')}`)
}

function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}

main(process.argv[2] ?? 'start').catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
