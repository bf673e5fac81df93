// @ts-check
import { setTimeout as sleep } from 'node:timers/promises'
import { levelOf, readFeatures } from './features.mjs'
import { problemsOf } from './health.mjs'
import { observeCluster } from './observe.mjs'
import { raiseFeatures, withBroker } from './protocol.mjs'
import { featuresOfRelease } from './release-features.mjs'
import { inWords, report, Transient } from './report.mjs'
import { versionProblems } from './version-fit.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */

// Raising it changes how the voters of the quorum are kept, which is a migration and not the end of an upgrade.
const leftAlone = 'kraft.version'

/**
 * Raises the finalised features of the cluster to what belongs to `version`, after which it cannot go back.
 * Refuses while any broker still runs another version or a partition is out of sync; does nothing when the
 * features are there already.
 * @param {LabCluster} cluster
 * @param {string} version
 */
export async function finalise(cluster, version) {
  const problems = [
    ...problemsOf(await observeCluster(cluster)),
    ...(await versionProblems(cluster, version)),
  ]
  if (problems.length > 0) throw new Error(`nothing was finalised: ${inWords(problems)}`)
  report({ progress: 0.3, message: `every broker runs Kafka ${version}` })
  const wanted = await featuresOfRelease(cluster, version)
  const missing = await missingLevels(cluster, wanted)
  for (const { feature, level } of missing) report({ message: `raising ${feature} to ${level}` })
  const port = cluster.nodes[0]?.port ?? 0
  if (missing.length > 0) await withBroker(port, (connection) => raiseFeatures(connection, missing))
  await waitUntilFinalised(cluster, wanted)
  report({
    progress: 1,
    message: `metadata version ${wanted.get('metadata.version')} is final in the eyes of every broker`,
  })
}

/**
 * Lists the features that some broker does not yet see at the wanted level.
 * @param {LabCluster} cluster
 * @param {Map<string, number>} wanted
 */
async function missingLevels(cluster, wanted) {
  const seen = await Promise.all(cluster.nodes.map((node) => withBroker(node.port, readFeatures)))
  return [...wanted]
    .filter(
      ([feature, level]) =>
        feature !== leftAlone && seen.some(({ finalised }) => levelOf(finalised, feature) < level),
    )
    .map(([feature, level]) => ({ feature, level }))
}

/**
 * @param {LabCluster} cluster
 * @param {Map<string, number>} wanted
 */
async function waitUntilFinalised(cluster, wanted) {
  const deadline = Date.now() + 30_000
  for (;;) {
    const missing = await missingLevels(cluster, wanted)
    if (missing.length === 0) return
    if (Date.now() > deadline)
      throw new Transient(`not yet seen by every broker: ${missing.map((m) => m.feature).join(', ')}`)
    await sleep(500)
  }
}
