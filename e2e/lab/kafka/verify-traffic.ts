import { randomUUID } from 'node:crypto'
import { Consumer, ListOffsetTimestamps, stringDeserializers } from '@platformatic/kafka'
import { closeNow } from './close-now'
import type { LabCluster } from './runbooks/lib/cluster-file.mjs'
import { bootstrapOf } from './topology'
import type { Ledger } from './traffic'

/** What reading a topic from its beginning has shown. */
export interface Verdict {
  consumed: number
  /** Acknowledged numbers that are not there. Anything in here is lost data. */
  missing: number[]
  /** Messages that are there more than once, as a retry without its answer leaves them. */
  duplicates: number
}

const readTimeoutMs = 120_000

/** Reads the topic of a ledger from beginning to end and looks for every acknowledged number. */
export async function verifyTraffic(cluster: LabCluster, ledger: Ledger): Promise<Verdict> {
  const seen = await consumeAll(cluster, ledger.topic)
  const numbers = new Set(seen)
  return {
    consumed: seen.length,
    missing: ledger.acknowledged.filter((n) => !numbers.has(n)),
    duplicates: seen.length - numbers.size,
  }
}

async function consumeAll(cluster: LabCluster, topic: string): Promise<number[]> {
  const consumer = new Consumer({
    clientId: 'lab-verifier',
    groupId: `lab-verifier-${randomUUID()}`,
    bootstrapBrokers: bootstrapOf(cluster),
    deserializers: stringDeserializers,
    retries: 10,
    retryDelay: 500,
  })
  try {
    const ends = await consumer.listOffsets({ topics: [topic], timestamp: ListOffsetTimestamps.LATEST })
    const left = new Map<number, bigint>()
    for (const [partition, end] of (ends.get(topic) ?? []).entries()) if (end > 0n) left.set(partition, end)
    const seen: number[] = []
    if (left.size === 0) return seen
    const stream = await consumer.consume({
      topics: [topic],
      mode: 'earliest',
      autocommit: false,
      maxWaitTime: 500,
    })
    const timer = setTimeout(
      () => stream.destroy(new Error(`${topic} could not be read to its end in time`)),
      readTimeoutMs,
    )
    try {
      for await (const { partition, offset, value } of stream) {
        seen.push(Number(value))
        if (offset + 1n >= (left.get(partition) ?? 0n)) left.delete(partition)
        if (left.size === 0) break
      }
    } finally {
      clearTimeout(timer)
    }
    return seen
  } finally {
    await closeNow(consumer)
  }
}
