import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { clustersOf, lowerLab, raiseLab } from '../lab/kafka/lab'
import type { LabCluster } from '../lab/kafka/runbooks/lib/cluster-file.mjs'
import { type LabSettings, readSettings } from '../lab/kafka/settings'
import type { LabSite } from '../lab/kafka/topology'

/** A Kafka lab of a test's own: fresh clusters in a temporary folder on free ports, with the jars that are shared. */
export interface TemporaryLab {
  settings: LabSettings
  clusters: LabCluster[]
  /** Stops the brokers and removes what they wrote. */
  remove(): Promise<void>
}

/** Starts fresh clusters at the given sites and answers when all are healthy; leaves nothing behind when it fails. */
export async function startTemporaryLab(sites: readonly LabSite[]): Promise<TemporaryLab> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-lab-'))
  const env = { ...process.env, KAFKA_LAB_DIR: folder, KAFKA_LAB_PORT: String(await freePortBlock()) }
  const settings = readSettings(env)
  const clusters = clustersOf(settings, sites, env)
  const remove = async () => {
    await lowerLab(clusters)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await raiseLab(settings, clusters, env, () => {})
  } catch (error) {
    await remove()
    throw error
  }
  return { settings, clusters, remove }
}

/** Finds 30 loopback ports in a row, below the range from which the system takes ports for outgoing connections. */
async function freePortBlock(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const base = 20_000 + Math.floor(Math.random() * 1_200) * 10
    const ports = Array.from({ length: 30 }, (_, i) => base + i)
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base
  }
  throw new Error('found no 30 free loopback ports in a row')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
