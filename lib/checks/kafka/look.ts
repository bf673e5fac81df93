import {
  apiVersionsV3,
  Connection,
  type ConnectionOptions,
  describeQuorumV2,
  metadataV9,
  metadataV10,
  metadataV11,
  metadataV12,
} from '@platformatic/kafka'
import type { BrokerAddress } from './addresses'
import { type BrokerView, countPartitions } from './views'

const metadataKey = 3
const describeQuorumKey = 55
const metadataVersions = new Map([
  [12, metadataV12],
  [11, metadataV11],
  [10, metadataV10],
  [9, metadataV9],
])

/** Where to connect, and as whom: `at` is the address that was allowed, `host` the name that a certificate is for. */
export interface Access extends BrokerAddress {
  readonly at: string
  readonly tls: boolean
  readonly sasl: ConnectionOptions['sasl'] | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Asks one broker how the cluster looks from there; rejects when it does not answer in time or not sensibly. */
export async function lookAtBroker(access: Access): Promise<BrokerView> {
  const { at, host, port, tls, sasl, timeoutMs, signal } = access
  signal.throwIfAborted()
  const connection = new Connection('cluster-upgrader', {
    connectTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    ...(tls ? { tls: {}, tlsServerName: host } : {}),
    ...(sasl ? { sasl } : {}),
  })
  // The same error rejects the call that is under way.
  connection.on('error', () => {})
  let expire: () => void = () => {}
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const interrupt = () => reject(new Error('the look was interrupted'))
    signal.addEventListener('abort', interrupt, { once: true })
    expire = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', interrupt)
    }
  })
  try {
    return await Promise.race([ask(connection, at, port), over])
  } finally {
    expire()
    void Promise.resolve(connection.close()).catch(() => {})
    connection.socket?.destroy()
  }
}

async function ask(connection: Connection, at: string, port: number): Promise<BrokerView> {
  await connection.connect(at, port)
  const { apiKeys } = await apiVersionsV3.api.async(connection, 'cluster-upgrader', '1')
  const highest = (key: number) => apiKeys.find(({ apiKey }) => apiKey === key)?.maxVersion ?? -1
  const metadata = await readMetadata(connection, highest(metadataKey))
  return {
    controller:
      highest(describeQuorumKey) >= 2 ? await hasQuorumLeader(connection) : metadata.controllerId >= 0,
    brokers: metadata.brokers.length,
    ...countPartitions(metadata.topics.flatMap((topic) => topic.partitions)),
  }
}

type Metadata = ReturnType<typeof metadataV12.parseResponse>

async function readMetadata(connection: Connection, highest: number): Promise<Metadata> {
  const version = [...metadataVersions.keys()].find((one) => one <= highest)
  const api = version === undefined ? undefined : metadataVersions.get(version)
  if (!api) throw new Error('the broker is older than Kafka 2.4')
  // One partition without a leader makes the client throw, though the rest of the answer came with it.
  const answerDespiteErrors = (error: Error & { response?: Metadata }) => {
    if (error.response?.topics) return error.response
    throw error
  }
  return (await api.api.async(connection, null as never, false, false).catch(answerDespiteErrors)) as Metadata
}

/** In a KRaft cluster the metadata name any broker as controller; only the quorum knows who leads. */
async function hasQuorumLeader(connection: Connection): Promise<boolean> {
  const asked = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
  const answer = await describeQuorumV2.api.async(connection, asked)
  return (answer.topics[0]?.partitions[0]?.leaderId ?? -1) >= 0
}
