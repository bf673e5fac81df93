import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import type { AttemptContext, DriverServices, LogLine } from './driver'
import { createDriverHost, type DriverHostOptions } from './host'

/** Makes a cluster for tests of drivers. */
export function testCluster(facts: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    name: 'c1',
    kind: 'kafka',
    provider: 'aws',
    region: 'eu-west-1',
    environment: 'prod',
    tier: 'customer',
    version: '1.0.0',
    weight: 1,
    labels: {},
    connection: {},
    nodes: null,
    ...facts,
  }
}

/** Makes an attempt for tests of drivers: five minutes of time, key `k`. */
export function testAttempt(section: unknown, more: Partial<AttemptContext> = {}): AttemptContext {
  return {
    key: 'k',
    step: 'apply',
    generation: 1,
    cluster: testCluster(),
    params: {},
    previous: { version: '1.0.0' },
    with: section,
    deadlineAt: Date.now() + 300_000,
    ...more,
  }
}

/** Services on a host of their own, which the test closes. */
export interface TestServices extends DriverServices {
  readonly lines: LogLine[]
}

/** Makes services that may reach loopback, know the given secrets and collect the log. */
export function testServices(
  options: Partial<DriverHostOptions> = {},
  secrets: Readonly<Record<string, string>> = {},
): TestServices {
  const lines: LogLine[] = []
  return {
    host: createDriverHost({
      workerId: 'worker-1',
      privateNetworks: ['127.0.0.0/8'],
      runbooksDir: null,
      ...options,
    }),
    secret: async (name) => {
      if (!Object.hasOwn(secrets, name)) throw new Error(`there is no secret ${name}`)
      return secrets[name] as string
    },
    now: Date.now,
    random: Math.random,
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
    lines,
    workerSeenAt: async () => null,
  }
}
