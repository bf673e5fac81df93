import { getRollout } from '@/lib/rollouts/get-rollout'
import type { WebServices } from '@/lib/server/next/services'
import { onShutdown } from '@/lib/server/next/shutdown'
import { Hub } from './hub'

/** On `globalThis`: Next loads modules once per bundle, and a rollout is to be followed once per process. */
const holder = globalThis as { clusterUpgraderHub?: Hub }

/** Gives the hub of this web process, made at the first call and closed when the process ends. */
export function processHub(services: WebServices): Hub {
  holder.clusterUpgraderHub ??= open(services)
  return holder.clusterUpgraderHub
}

function open(services: WebServices): Hub {
  const { pool, watcher, log } = services
  const readHeader = (id: number) => getRollout(services, String(id))
  const onError = (error: unknown, doing: string) => log.warn({ error, doing }, 'trouble with a live stream')
  const hub = new Hub({ pool, watcher, readHeader, onError })
  onShutdown(() => {
    hub.close()
    watcher.close()
    delete holder.clusterUpgraderHub
  })
  return hub
}
