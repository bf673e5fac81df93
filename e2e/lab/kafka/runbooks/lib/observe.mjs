// @ts-check
import { setTimeout as sleep } from 'node:timers/promises'
import { problemsOf } from './health.mjs'
import { readQuorum, readView, withBroker } from './protocol.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */
/** @typedef {import('./cluster-file.mjs').LabNode} LabNode */
/** @typedef {import('./health.mjs').Answer} Answer */

/**
 * Asks every broker of the cluster, each by itself, how the cluster looks from there.
 * @param {LabCluster} cluster
 * @returns {Promise<Answer[]>}
 */
export function observeCluster(cluster) {
  return Promise.all(cluster.nodes.map(observeNode))
}

/**
 * @param {LabNode} node
 * @returns {Promise<Answer>}
 */
async function observeNode(node) {
  try {
    return await withBroker(node.port, async (connection) => {
      const view = await readView(connection)
      const quorum = await readQuorum(connection).catch(() => null)
      return { node: node.id, view, quorum }
    })
  } catch {
    return { node: node.id, view: null, quorum: null }
  }
}

/**
 * Observes until the cluster has been healthy twice in a row, since one broker's view may be a moment old.
 * Answers the last observation and what is still wrong with it when `timeoutMs` has passed.
 * @param {LabCluster} cluster
 * @param {{ timeoutMs: number, except?: number | null, whileWaiting?: (problems: string[]) => void }} options
 * @returns {Promise<{ answers: Answer[], problems: string[] }>}
 */
export async function waitUntilHealthy(cluster, { timeoutMs, except = null, whileWaiting = () => {} }) {
  const deadline = Date.now() + timeoutMs
  let healthyInARow = 0
  for (;;) {
    const answers = await observeCluster(cluster)
    const problems = problemsOf(answers, except)
    healthyInARow = problems.length === 0 ? healthyInARow + 1 : 0
    if (healthyInARow === 2 || Date.now() > deadline) return { answers, problems }
    if (problems.length > 0) whileWaiting(problems)
    await sleep(500)
  }
}
