import { setTimeout as sleep } from 'node:timers/promises'
import { Admin, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka'
import { closeNow } from './close-now'
import type { LabCluster } from './runbooks/lib/cluster-file.mjs'
import { bootstrapOf } from './topology'

/** What a producer knows when it has stopped. */
export interface Ledger {
  topic: string
  /** Numbers of the messages whose write all in-sync replicas have confirmed. */
  acknowledged: number[]
  /** How often a write was refused or went unanswered and was tried again. */
  retries: number
  /** Longest time between two acknowledgements, in ms. */
  longestGapMs: number
}

/** A producer at work. */
export interface Traffic {
  /** Counts the messages acknowledged so far. */
  count(): number
  /** Lets what is being written finish, and answers what was acknowledged. */
  stop(): Promise<Ledger>
}

const batchSize = 10
const pauseMs = 50
const partitions = 6

/** Creates the topic that traffic writes to: three replicas, two of which must have every write. */
export async function createTopic(cluster: LabCluster, topic: string): Promise<void> {
  const admin = new Admin({
    clientId: 'lab-traffic',
    bootstrapBrokers: bootstrapOf(cluster),
    retries: 5,
    retryDelay: 500,
  })
  try {
    const configs = [{ name: 'min.insync.replicas', value: '2' }]
    await admin.createTopics({ topics: [topic], partitions, replicas: 3, configs })
  } finally {
    await admin.close()
  }
}

/**
 * Writes numbered messages to a topic, about 200 a second, until it is stopped. Each batch is written with acks=all
 * by an idempotent producer and tried again, by a fresh one, until it is acknowledged; a number goes into the ledger
 * only then. A batch that was written but whose answer got lost is written twice, never lost.
 */
export function startTraffic(cluster: LabCluster, topic: string): Traffic {
  const ledger: Ledger = { topic, acknowledged: [], retries: 0, longestGapMs: 0 }
  let stopping = false
  const finished = produceUntil(cluster, ledger, () => stopping)
  finished.catch(() => {}) // whoever stops the traffic hears of it
  return {
    count: () => ledger.acknowledged.length,
    stop: async () => {
      stopping = true
      await finished
      return ledger
    },
  }
}

async function produceUntil(cluster: LabCluster, ledger: Ledger, stopped: () => boolean): Promise<void> {
  let producer = newProducer(cluster)
  let lastAcknowledged = Date.now()
  try {
    for (let first = 0; !stopped(); first += batchSize) {
      const numbers = Array.from({ length: batchSize }, (_, i) => first + i)
      const messages = numbers.map((n) => ({ topic: ledger.topic, key: String(n), value: String(n) }))
      while (!(await acknowledged(producer, messages))) {
        ledger.retries++
        await closeNow(producer)
        producer = newProducer(cluster)
        // Nothing of this batch is in the ledger, so stopping here claims nothing that was not acknowledged.
        if (stopped()) return
        await sleep(200)
      }
      ledger.acknowledged.push(...numbers)
      ledger.longestGapMs = Math.max(ledger.longestGapMs, Date.now() - lastAcknowledged)
      lastAcknowledged = Date.now()
      await sleep(pauseMs)
    }
  } finally {
    await closeNow(producer)
  }
}

type TextProducer = Producer<string, string, string, string>

function newProducer(cluster: LabCluster): TextProducer {
  return new Producer({
    clientId: 'lab-traffic',
    bootstrapBrokers: bootstrapOf(cluster),
    serializers: stringSerializers,
    idempotent: true,
    acks: ProduceAcks.ALL,
    retries: 3,
    retryDelay: 250,
    timeout: 10_000,
    connectTimeout: 3_000,
  })
}

async function acknowledged(
  producer: TextProducer,
  messages: { topic: string; key: string; value: string }[],
): Promise<boolean> {
  try {
    await producer.send({ messages, acks: ProduceAcks.ALL })
    return true
  } catch {
    return false
  }
}
