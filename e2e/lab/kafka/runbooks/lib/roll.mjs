// @ts-check
import { configuredVersion, observeProcess } from './broker.mjs'
import { chooseNext } from './choose.mjs'
import { currentQuorum } from './health.mjs'
import { readJournal } from './journal.mjs'
import { observeCluster, waitUntilHealthy } from './observe.mjs'
import { inWords, report } from './report.mjs'
import { restartBroker } from './restart-broker.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */
/** @typedef {import('./cluster-file.mjs').LabNode} LabNode */
/** @typedef {import('./journal.mjs').Journal} Journal */

const refusalGraceMs = 15_000

/**
 * Takes the brokers of a cluster through a restart, one at a time, the active controller last.
 *
 * It may be killed at any moment and run again: it observes first, brings back the one broker that the journal
 * says is out, and leaves alone every broker that is done. A second broker is never stopped before the first one
 * is back, registered, and in sync for every partition in the eyes of every broker.
 *
 * @param {LabCluster} cluster
 * @param {object} plan
 * @param {string} plan.attempt idempotency key: brokers restarted under the same key are not restarted again
 * @param {string | null} plan.version version to start the brokers with; null keeps what each one has
 * @param {string} plan.done state of a node that is finished, in one word
 */
export async function roll(cluster, plan) {
  const journal = readJournal(cluster, plan.attempt)
  const isDone = (/** @type {LabNode} */ node) =>
    node.name !== journal.out?.node &&
    (plan.version === null
      ? journal.done.includes(node.name)
      : observeProcess(node)?.version === plan.version && configuredVersion(node) === plan.version)

  await refuseUnhealthy(cluster, journal)
  for (const node of cluster.nodes)
    report({ node: node.name, nodeState: isDone(node) ? plan.done : 'pending' })

  for (;;) {
    const quorum = currentQuorum(await observeCluster(cluster))
    const pending = cluster.nodes.filter((node) => !isDone(node))
    const node = chooseNext(pending, { out: journal.out?.node ?? null, controller: quorum?.leader ?? null })
    if (node === null) break
    const step = stepsOf(cluster, node, pending.length, plan.done)
    await restartBroker({ cluster, node, journal, version: plan.version, step })
    step(plan.done, `${node.name} is ${plan.done}, every partition in sync`)
  }
  report({ progress: 1, message: `all ${cluster.nodes.length} brokers ${plan.done}` })
}

/**
 * Throws unless the cluster is healthy apart from the broker that a runbook itself took out.
 * @param {LabCluster} cluster
 * @param {Journal} journal
 */
async function refuseUnhealthy(cluster, journal) {
  const except = cluster.nodes.find((node) => node.name === journal.out?.node)?.id ?? null
  const { problems } = await waitUntilHealthy(cluster, { timeoutMs: refusalGraceMs, except })
  if (problems.length > 0)
    throw new Error(`${cluster.name} is not healthy, nothing was touched: ${inWords(problems)}`)
  report({ message: `${cluster.name} is healthy: every partition in sync` })
}

/**
 * Makes the function that reports how far one broker is, as a share of the whole cluster.
 * @param {LabCluster} cluster
 * @param {LabNode} node
 * @param {number} pendingCount brokers not done yet, this one among them
 * @param {string} doneState
 */
function stepsOf(cluster, node, pendingCount, doneState) {
  const count = cluster.nodes.length
  const position = count - pendingCount
  /** @type {Record<string, number>} */
  const shares = { stopping: 0, starting: 0.3, syncing: 0.6, [doneState]: 1 }
  return (/** @type {string} */ state, /** @type {string} */ message) =>
    report({
      progress: Number(((position + (shares[state] ?? 1)) / count).toFixed(3)),
      message: `broker ${position + 1} of ${count}: ${message}`,
      node: node.name,
      nodeState: state,
    })
}
