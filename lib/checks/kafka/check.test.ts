import net from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { testAttempt, testCluster, testServices } from '@/lib/drivers/testing'
import { runCheck } from '../run-check'
import { checkValidators } from '../validators'
import { readAddresses } from './addresses'
import { type BrokerView, countPartitions, worst } from './views'

/** What can be judged without Kafka; a real cluster is looked at by the Kafka tests of `e2e`. */

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function look(bootstrap: unknown, options: Parameters<typeof testServices>[0] = {}) {
  const used = testServices(options)
  cleanups.push(() => used.host.close())
  const ctx = testAttempt(null, { cluster: testCluster({ connection: { bootstrap } }) })
  const section = { bootstrap: '{{ connection.bootstrap }}', timeout: '400ms' }
  return runCheck({ check: 'kafka', with: section }, ctx, used)
}

/** Listens, and answers every byte with the given text; null = never answers. */
async function listen(answer: string | null): Promise<string> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.on('data', () => answer !== null && socket.write(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as net.AddressInfo).port}`
}

describe('the kafka check', () => {
  it('is unknown when nobody listens, answers, or answers sensibly', async () => {
    expect(await look('127.0.0.1:1')).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining('no broker answers'),
    })
    expect((await look(await listen(null))).message).toContain('no answer within 400 ms')
    expect((await look(await listen('HTTP/1.1 400 Bad Request\r\n\r\n'))).kind).toBe('unknown')
  })

  it('asks nobody whom the network rules keep away', async () => {
    const seen = await look(await listen(null), { privateNetworks: [] })
    expect(seen).toMatchObject({ kind: 'unknown', message: expect.stringContaining('not public') })
    const mixed: net.LookupFunction = (_, __, answer) =>
      answer(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ])
    expect(await look('kafka.example:9092', { lookup: mixed })).toMatchObject({
      kind: 'unknown',
      message: expect.stringContaining('kafka.example resolves to 10.0.0.1'),
    })
  })

  it('finds what is wrong with a section', () => {
    const paths = (section: object) =>
      checkValidators.kafka(section as never).map(({ path }) => path.join('.'))
    expect(paths({ bootstrap: 'a:9092' })).toEqual([])
    expect(paths({})).toEqual(['bootstrap'])
    expect(paths({ bootstrap: '{{ nobody.x }}', pass: 'kafka.offline ==' })).toEqual(['bootstrap', 'pass'])
    expect(paths({ bootstrap: 'a:1', sasl: { mechanism: 'NONE' } })).toContain('sasl.mechanism')
  })
})

describe('what brokers say', () => {
  it('counts partitions without a leader, and those with one of which a replica is behind', () => {
    const partition = (leaderId: number, isr: number) => ({
      leaderId,
      isrNodes: [1, 2, 3].slice(0, isr),
      replicaNodes: [1, 2, 3],
    })
    const counts = countPartitions([partition(1, 3), partition(0, 2), partition(2, 1), partition(-1, 1)])
    expect(counts).toEqual({ partitions: 4, offline: 1, underReplicated: 2 })
  })

  it('is taken at its worst, whoever says it', () => {
    const well: BrokerView = { controller: true, brokers: 3, partitions: 9, offline: 0, underReplicated: 0 }
    const views = [
      well,
      { ...well, controller: false, offline: 1 },
      { ...well, brokers: 2, underReplicated: 4 },
    ]
    const bad = { controller: false, brokers: 2, partitions: 9, offline: 1, underReplicated: 4 }
    expect(worst(views)).toEqual(bad)
    expect(worst([...views].reverse())).toEqual(bad)
    expect(worst([well])).toEqual(well)
  })
})

describe('bootstrap addresses', () => {
  it.each([
    ['a:9092', [{ host: 'a', port: 9092 }]],
    [
      'a:9092, b:9093',
      [
        { host: 'a', port: 9092 },
        { host: 'b', port: 9093 },
      ],
    ],
    [['[::1]:9092'], [{ host: '::1', port: 9092 }]],
  ])('reads %j', (text, expected) => expect(readAddresses(text)).toEqual({ ok: true, value: expected }))

  it.each([[''], ['a'], ['a:0'], ['a:70000'], ['http://a:9092'], [7], [[]]])('refuses %j', (text) =>
    expect(readAddresses(text).ok).toBe(false),
  )
})
