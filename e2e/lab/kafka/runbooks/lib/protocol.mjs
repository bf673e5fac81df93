// @ts-check
import {
  ConfigResourceTypes,
  Connection,
  describeConfigsV4,
  describeQuorumV2,
  metadataV12,
  updateFeaturesV1,
} from '@platformatic/kafka'

/** @typedef {{ topic: string, partition: number, leader: number, replicas: number[], isr: number[] }} Partition */
/** @typedef {{ brokers: number[], partitions: Partition[] }} ClusterView */
/** @typedef {{ leader: number, highWatermark: bigint, voters: { id: number, endOffset: bigint }[] }} Quorum */
/** @typedef {ReturnType<typeof metadataV12.parseResponse>} MetadataResponse */

/**
 * Opens one connection to the broker on a loopback port, hands it to `ask` and closes it.
 * @template T
 * @param {number} port
 * @param {(connection: Connection) => Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function withBroker(port, ask) {
  const connection = new Connection('lab-runbook', { connectTimeout: 3_000, requestTimeout: 10_000 })
  connection.on('error', () => {}) // the same error rejects the call that is under way
  try {
    await connection.connect('127.0.0.1', port)
    return await ask(connection)
  } finally {
    await connection.close().catch(() => {})
  }
}

/**
 * Reads one broker's view of the whole cluster: the brokers it sees and every partition, internal ones too.
 * @param {Connection} connection
 * @returns {Promise<ClusterView>}
 */
export async function readView(connection) {
  // In the protocol no list at all asks for every topic; the type of the generated request does not know that.
  const everyTopic = /** @type {string[]} */ (/** @type {unknown} */ (null))
  const answer = await metadataV12.api.async(connection, everyTopic, false, false).catch(answerDespiteErrors)
  const partitions = answer.topics.flatMap((topic) =>
    topic.partitions.map((partition) => ({
      topic: topic.name ?? topic.topicId,
      partition: partition.partitionIndex,
      leader: partition.leaderId,
      replicas: partition.replicaNodes,
      isr: partition.isrNodes,
    })),
  )
  return { brokers: answer.brokers.map((broker) => broker.nodeId), partitions }
}

/**
 * Unwraps the answer from the error: one partition without a leader makes the client throw, though the rest of
 * the answer, with that very partition, is what we came for.
 * @param {Error & { response?: MetadataResponse }} error
 * @returns {MetadataResponse}
 */
function answerDespiteErrors(error) {
  if (error.response?.topics) return error.response
  throw error
}

/**
 * Reads who leads the metadata quorum (the active controller) and how far every voter has come.
 * @param {Connection} connection
 * @returns {Promise<Quorum>}
 */
export async function readQuorum(connection) {
  const asked = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
  const answer = await describeQuorumV2.api.async(connection, asked)
  const quorum = answer.topics[0]?.partitions[0]
  if (quorum === undefined) throw new Error('the broker did not describe the metadata quorum')
  const voters = quorum.currentVoters.map((voter) => ({ id: voter.replicaId, endOffset: voter.logEndOffset }))
  return { leader: quorum.leaderId, highWatermark: quorum.highWatermark, voters }
}

/**
 * Reads how many in-sync replicas each topic needs before it takes a write with acks=all.
 * @param {Connection} connection
 * @param {string[]} topics
 * @returns {Promise<Map<string, number>>}
 */
export async function readMinInSync(connection, topics) {
  if (topics.length === 0) return new Map()
  const key = 'min.insync.replicas'
  const resourceType = ConfigResourceTypes.TOPIC
  const resources = topics.map((resourceName) => ({ resourceType, resourceName, configurationKeys: [key] }))
  const answer = await describeConfigsV4.api.async(connection, resources, false, false)
  const neededBy = (/** @type {typeof answer.results[number]} */ result) =>
    Number(result.configs.find((config) => config.name === key)?.value ?? 1)
  return new Map(answer.results.map((result) => [result.resourceName, neededBy(result)]))
}

/**
 * Raises feature levels of the whole cluster in one request; throws when the controller refuses any of them.
 * @param {Connection} connection
 * @param {{ feature: string, level: number }[]} updates
 */
export async function raiseFeatures(connection, updates) {
  const upgrade = 1
  const wanted = updates.map(({ feature, level }) => ({
    feature,
    maxVersionLevel: level,
    upgradeType: upgrade,
  }))
  await updateFeaturesV1.api.async(connection, 30_000, wanted, false)
}
