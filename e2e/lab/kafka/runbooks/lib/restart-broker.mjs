// @ts-check
import { readFileSync } from 'node:fs'
import { logFile, observeProcess, startBroker, stopBroker, swapVersion } from './broker.mjs'
import { stopIfCancelled } from './cancel.mjs'
import { blockedBy } from './health.mjs'
import { writeJournal } from './journal.mjs'
import { waitUntilHealthy } from './observe.mjs'
import { readMinInSync, withBroker } from './protocol.mjs'
import { inWords, report, Transient } from './report.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */
/** @typedef {import('./cluster-file.mjs').LabNode} LabNode */
/** @typedef {import('./journal.mjs').Journal} Journal */

/**
 * @typedef {object} Restart
 * @property {LabCluster} cluster
 * @property {LabNode} node
 * @property {Journal} journal changed and written as the broker goes out and comes back
 * @property {string | null} version version to start with, null to keep the one it has
 * @property {(state: string, message: string) => void} step
 */

const stopTimeoutMs = 180_000
const syncTimeoutMs = 300_000

/**
 * Takes one broker out, starts it again and waits until it is back in sync, from wherever an earlier run of the
 * same work was cut off. Throws a Transient for what waiting may cure, an Error when the broker does not stay up.
 * @param {Restart} restart
 */
export async function restartBroker(restart) {
  const { cluster, node, journal, version, step } = restart
  if (!isRestarted(restart)) {
    const running = observeProcess(node)
    if (running !== null) {
      await refuseIfNeeded(cluster, node, journal.out?.node === node.name)
      stopIfCancelled(`${node.name} was not touched, every broker is up`)
      journal.out = { node: node.name, pid: running.pid }
      writeJournal(cluster, journal)
      step('stopping', `${node.name} is shutting down`)
      if (!(await stopBroker(node, stopTimeoutMs)))
        throw new Transient(
          `${node.name} has not shut down in ${stopTimeoutMs / 1000} s; it is left to finish`,
        )
    }
    if (version !== null) swapVersion(node, version)
    startBroker(cluster, node)
    step(
      'starting',
      version === null ? `${node.name} is starting` : `${node.name} is starting with Kafka ${version}`,
    )
  }
  await waitUntilBack(restart)
  journal.out = null
  journal.done.push(node.name)
  writeJournal(cluster, journal)
}

/**
 * Says whether an earlier run had already started this broker anew, so that only the waiting is left.
 * @param {Restart} restart
 */
function isRestarted({ node, journal, version }) {
  const running = observeProcess(node)
  if (running === null || journal.out?.node !== node.name || running.pid === journal.out.pid) return false
  return version === null || running.version === version
}

/**
 * Throws unless the broker may leave: all others healthy, and no partition that would stop taking writes.
 * @param {LabCluster} cluster
 * @param {LabNode} node
 * @param {boolean} isOut whether it was taken out before, so that its own absence is no news
 */
async function refuseIfNeeded(cluster, node, isOut) {
  const except = isOut ? node.id : null
  const { answers, problems } = await waitUntilHealthy(cluster, { timeoutMs: syncTimeoutMs, except })
  if (problems.length > 0)
    throw new Transient(`${node.name} stays up, ${cluster.name} is not in sync: ${inWords(problems)}`)
  const other = cluster.nodes.find((candidate) => candidate.id !== node.id)
  const view = answers.find((answer) => answer.node === other?.id)?.view
  if (!other || !view)
    throw new Error(`${cluster.name} has no other broker to carry on while ${node.name} is out`)
  const topics = [...new Set(view.partitions.map((partition) => partition.topic))]
  const minInSync = await withBroker(other.port, (connection) => readMinInSync(connection, topics))
  const blocked = blockedBy(view.partitions, minInSync, node.id)
  if (blocked.length > 0)
    throw new Error(`${node.name} stays up: without it these partitions take no writes: ${inWords(blocked)}`)
}

/**
 * Waits until the whole cluster is in sync with the broker back in it.
 * @param {Restart} restart
 */
async function waitUntilBack({ cluster, node, step }) {
  let syncing = false
  const { problems } = await waitUntilHealthy(cluster, {
    timeoutMs: syncTimeoutMs,
    whileWaiting: (current) => {
      stopIfCancelled(`${node.name} is coming back by itself, no other broker was touched after it`)
      if (observeProcess(node) === null) throw new Error(`${node.name} did not stay up: ${endOfLog(node)}`)
      const answers = !current.some((problem) => problem === `broker ${node.id} does not answer`)
      if (answers && !syncing) step('syncing', `${node.name} answers, waiting for: ${inWords(current)}`)
      syncing ||= answers
    },
  })
  if (problems.length > 0) throw new Transient(`still waiting for ${node.name}: ${inWords(problems)}`)
  report({ message: `${node.name} runs in process ${observeProcess(node)?.pid ?? 'unknown'}` })
}

/** @param {LabNode} node */
function endOfLog(node) {
  return readFileSync(logFile(node), 'utf8').trim().split('\n').slice(-3).join(' | ')
}
