import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Gauge, Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testAttempt, testCluster, testServices } from '@/lib/drivers/testing'
import { startPrometheus, type TestPrometheus } from '@/lib/testing/prometheus/server'
import { runCheck } from '../run-check'

/** A real exporter, scraped by a real Prometheus, asked by the real check. */
const registry = new Registry()
const names = { registers: [registry], labelNames: ['cluster'] as const }
const errors = new Gauge({ name: 'errors_ratio', help: 'share of failed requests', ...names })
const down = new Gauge({ name: 'brokers_down', help: 'brokers that are down', ...names })

const exporter = http.createServer(async (_, response) => response.end(await registry.metrics()))
const services = testServices()
const cluster = testCluster({ name: 'kafka-1' })
let prometheus: TestPrometheus

beforeAll(async () => {
  errors.set({ cluster: 'kafka-1' }, 0.002)
  errors.set({ cluster: 'kafka-2' }, 0.5)
  down.set({ cluster: 'kafka-1' }, 0)
  exporter.listen(0, '127.0.0.1')
  await once(exporter, 'listening')
  prometheus = await startPrometheus(exporter.address() as AddressInfo)
  await scraped('errors_ratio', 2)
}, 30_000)
afterAll(async () => {
  await prometheus?.stop()
  await services.host.close()
  exporter.closeAllConnections()
  exporter.close()
})

/** Waits until Prometheus has as many series of a name as wanted. */
async function scraped(query: string, series: number): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`)
    const { data } = (await answer.json()) as { data: { result: unknown[] } }
    if (data.result.length >= series) return
    await sleep(50)
  }
  throw new Error(`${query} never gave ${series} series`)
}

const look = (query: string, pass: string, more: { using?: typeof services; params?: object } = {}) =>
  runCheck(
    { check: 'prometheus', with: { url: prometheus.url, query, pass } },
    testAttempt(null, { step: 'verify', cluster, params: { ...more.params } }),
    more.using ?? services,
  )

describe('the prometheus check', () => {
  it.each([
    ['passes when its condition holds', 'errors_ratio{cluster="{{ cluster.name }}"}', 'value < 0.01', 'pass'],
    ['fails when it does not', 'errors_ratio{cluster="kafka-2"}', 'value < 0.01', 'fail'],
    ['takes zero for a value', 'brokers_down', 'value == 0', 'pass'],
    ['reads a scalar', 'scalar(brokers_down)', 'value == 0', 'pass'],
    ['judges all series', 'errors_ratio', 'values.all(one, one.value < 0.01)', 'fail'],
    ['reads labels', 'errors_ratio', 'values.exists(one, one.labels.cluster == "kafka-2")', 'pass'],
    ['counts series', 'errors_ratio', 'size(values) == 2', 'pass'],
    ['does not choose among several series', 'errors_ratio', 'value < 1', 'unknown'],
    ['is unknown when there are no series', 'no_such_metric', 'true', 'unknown'],
    ['is unknown for NaN', 'brokers_down / 0', 'true', 'unknown'],
    [
      'is unknown when one of many is NaN',
      'errors_ratio or label_replace(brokers_down / 0, "cluster", "x", "", "")',
      'true',
      'unknown',
    ],
    ['knows infinity', '1 / brokers_down', 'value > 1000', 'pass'],
    ['is unknown for a range', 'errors_ratio[1m]', 'true', 'unknown'],
    ['is unknown when the query is broken', 'errors_ratio{', 'true', 'unknown'],
    ['is unknown when the condition cannot be evaluated', 'brokers_down', 'value < "x"', 'unknown'],
  ])('%s', async (_sentence, query, pass, expected) => {
    const seen = await look(query, pass)
    expect(seen.kind, seen.message).toBe(expected)
  })

  it('keeps the series it saw as evidence', async () => {
    expect(await look('errors_ratio{cluster="kafka-2"}', 'value < 0.01')).toEqual({
      kind: 'fail',
      message: 'the value is 0.5',
      observed: {
        series: 1,
        values: [{ labels: expect.objectContaining({ cluster: 'kafka-2', job: 'test' }), value: 0.5 }],
      },
    })
    expect((await look('1 / brokers_down', 'value > 1')).observed).toMatchObject({
      values: [{ value: 'Infinity' }],
    })
  })

  it('sees a change at the next scrape', async () => {
    down.set({ cluster: 'kafka-1' }, 2)
    await scraped('brokers_down > 1', 1)
    expect(await look('brokers_down', 'value == 0')).toMatchObject({
      kind: 'fail',
      message: 'the value is 2',
    })
    down.set({ cluster: 'kafka-1' }, 0)
    await scraped('brokers_down < 1', 1)
  })

  it('does not let a value widen the query', async () => {
    const params = { name: 'x"} or vector(0) or errors_ratio{cluster="kafka-2' }
    const seen = await look('errors_ratio{cluster="{{ params.name }}"}', 'true', { params })
    expect(seen).toMatchObject({ kind: 'unknown', message: expect.stringContaining('without quotes') })
  })

  it('is unknown where the network is not allowed, or nobody answers', async () => {
    const using = testServices({ privateNetworks: [] })
    const refused = await look('brokers_down', 'true', { using })
    await using.host.close()
    expect(refused).toMatchObject({ kind: 'unknown', message: expect.stringContaining('not public') })
    const nobody = { check: 'prometheus', with: { url: 'http://127.0.0.1:1', query: 'up', pass: 'true' } }
    expect((await runCheck(nobody, testAttempt(null), services)).kind).toBe('unknown')
  })
})
