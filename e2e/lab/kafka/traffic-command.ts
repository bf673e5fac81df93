import { setTimeout as sleep } from 'node:timers/promises'
import type { LabCluster } from './runbooks/lib/cluster-file.mjs'
import { createTopic, startTraffic } from './traffic'
import { verifyTraffic } from './verify-traffic'

/**
 * Writes to every cluster until `signal` says stop, then reads everything back; throws when one acknowledged message
 * is missing.
 */
export async function driveTraffic(
  clusters: readonly LabCluster[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const topic = `traffic-${Date.now()}`
  await Promise.all(clusters.map((cluster) => createTopic(cluster, topic)))
  const running = clusters.map((cluster) => ({ cluster, traffic: startTraffic(cluster, topic) }))
  say(
    `writing to ${topic} on ${clusters.map((cluster) => cluster.name).join(', ')}; Ctrl-C stops and verifies`,
  )
  while (!signal.aborted) await sleep(200)
  let lost = 0
  for (const { cluster, traffic } of running) {
    const ledger = await traffic.stop()
    const verdict = await verifyTraffic(cluster, ledger)
    lost += verdict.missing.length
    say(
      `${cluster.name}: ${ledger.acknowledged.length} acknowledged, ${verdict.missing.length} missing, ` +
        `${verdict.duplicates} twice, ${ledger.retries} retries, longest pause ${ledger.longestGapMs} ms`,
    )
  }
  if (lost > 0) throw new Error(`${lost} acknowledged messages are missing`)
}
