import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What this process counts by itself. */
export interface Metrics {
  registry: Registry
  /** Answered calls, by endpoint and status. */
  observeCall(endpoint: string, status: number, seconds: number): void
}

/** Makes the metrics of one process; a registry of its own, so that tests do not share counters. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'upgrader_' })
  const calls = new Histogram({
    name: 'upgrader_http_call_seconds',
    help: 'Time to answer API calls',
    labelNames: ['endpoint', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  return {
    registry,
    observeCall: (endpoint, status, seconds) => calls.observe({ endpoint, status: String(status) }, seconds),
  }
}
