import path from 'node:path'
import { versionOfHome } from './distributions'

/** Where the lab keeps its files, which ports it takes and which Kafka versions it knows; all from the environment. */
export interface LabSettings {
  /** Folder with one folder of jars per Kafka version. */
  distributions: string
  /** Folder with one folder per cluster. */
  clusters: string
  /** Lowest of the 30 loopback ports that three clusters use. */
  portBase: number
  /** Version the clusters start on. */
  from: string
  /** Version they can be upgraded to. */
  to: string
  /** Unpacked Kafka distributions named by the user, used in place of downloads. */
  homes: string[]
  console: { url: string; token: string | null }
}

/** Reads the lab's settings; throws on a port that is none and on a Kafka home that holds no Kafka. */
export function readSettings(env: NodeJS.ProcessEnv): LabSettings {
  const portBase = Number(env.KAFKA_LAB_PORT ?? 19_090)
  if (!Number.isInteger(portBase) || portBase < 1024 || portBase > 65_500)
    throw new Error(`KAFKA_LAB_PORT must be a port between 1024 and 65500, not "${env.KAFKA_LAB_PORT}"`)
  const distributions = path.resolve(env.UPGRADER_DATA_DIR || '.data', 'kafka')
  return {
    distributions,
    clusters: path.resolve(env.KAFKA_LAB_DIR || path.join(distributions, 'lab')),
    portBase,
    from: env.KAFKA_LAB_FROM || versionOr(env.KAFKA_HOME_3, '3.9.2'),
    to: env.KAFKA_LAB_TO || versionOr(env.KAFKA_HOME_4, '4.4.0'),
    homes: [env.KAFKA_HOME_3, env.KAFKA_HOME_4].filter((home): home is string => Boolean(home)),
    console: {
      url: (env.UPGRADER_URL || 'http://127.0.0.1:3000').replace(/\/+$/, ''),
      token: env.UPGRADER_TOKEN || env.UPGRADER_BOOTSTRAP_TOKEN || null,
    },
  }
}

/** A distribution that the user names is meant to be used, so it also says which version the lab works with. */
function versionOr(home: string | undefined, version: string): string {
  return home ? versionOfHome(home) : version
}
