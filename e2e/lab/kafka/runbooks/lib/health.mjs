// @ts-check

/** @typedef {import('./protocol.mjs').ClusterView} ClusterView */
/** @typedef {import('./protocol.mjs').Partition} Partition */
/** @typedef {import('./protocol.mjs').Quorum} Quorum */

/**
 * What the brokers of a cluster answered when each was asked; null for one that did not answer.
 * @typedef {{ node: number, view: ClusterView | null, quorum: Quorum | null }} Answer
 */

// A follower of the metadata log is always a few records behind; much more means that it is still reading.
const metadataLagMax = 50n

/**
 * Lists in words everything that is wrong with the cluster; an empty list means healthy: every broker answers,
 * sees all the others, every partition has a leader and all its replicas in sync in the eyes of every broker,
 * and every controller follows the quorum. What is due only to the node `except` being out is left unsaid.
 * @param {Answer[]} answers
 * @param {number | null} [except]
 * @returns {string[]}
 */
export function problemsOf(answers, except = null) {
  const asked = answers.filter((answer) => answer.node !== except)
  const all = asked.map((answer) => answer.node)
  const problems = asked
    .filter((answer) => answer.view === null)
    .map(({ node }) => `broker ${node} does not answer`)
  for (const { node, view } of asked) {
    if (view === null) continue
    for (const unseen of all.filter((id) => !view.brokers.includes(id)))
      problems.push(`broker ${unseen} is not registered in the eyes of broker ${node}`)
    problems.push(...view.partitions.flatMap((partition) => partitionProblem(partition, except)))
  }
  return [...new Set([...problems, ...quorumProblems(asked)])]
}

/**
 * @param {Partition} partition
 * @param {number | null} except
 * @returns {string[]}
 */
function partitionProblem({ topic, partition, leader, replicas, isr }, except) {
  const missing = replicas.filter((replica) => replica !== except && !isr.includes(replica))
  if (leader < 0) return [`partition ${topic}-${partition} is offline`]
  if (missing.length > 0)
    return [`partition ${topic}-${partition} is out of sync on broker ${missing.join(', ')}`]
  return []
}

/**
 * @param {Answer[]} asked
 * @returns {string[]}
 */
function quorumProblems(asked) {
  const quorum = currentQuorum(asked)
  if (quorum === null) return ['no broker could tell who the active controller is']
  const ids = new Set(asked.map((answer) => answer.node))
  return quorum.voters
    .filter((voter) => ids.has(voter.id) && quorum.highWatermark - voter.endOffset > metadataLagMax)
    .map((voter) => `controller ${voter.id} lags behind in the metadata log`)
}

/**
 * Picks the quorum description to believe, or null when nobody gave one.
 * @param {Answer[]} answers
 */
export function currentQuorum(answers) {
  const known = answers.flatMap(({ quorum }) => (quorum === null || quorum.leader < 0 ? [] : [quorum]))
  return known.reduce(
    (best, quorum) => (best === null || quorum.highWatermark > best.highWatermark ? quorum : best),
    /** @type {Quorum | null} */ (null),
  )
}

/**
 * Lists the partitions that would stop taking writes with acks=all if `node` went away now.
 * @param {Partition[]} partitions
 * @param {Map<string, number>} minInSync needed in-sync replicas by topic
 * @param {number} node
 * @returns {string[]}
 */
export function blockedBy(partitions, minInSync, node) {
  return partitions
    .filter(({ topic, isr }) => isr.includes(node) && isr.length - 1 < (minInSync.get(topic) ?? 1))
    .map(({ topic, partition }) => `${topic}-${partition}`)
}
