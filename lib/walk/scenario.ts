/** The first rollout of somebody new: simulated clusters, an injected failure, an approval, done in a minute. */

/** The cluster whose failure is injected. */
export const failingCluster = 'walk-04'

const size = 18
const internal = 6
const regions = ['westeurope', 'eu-central-1', 'europe-west1'] as const
const providers = ['azure', 'aws', 'gcp'] as const

/** Six internal clusters and twelve of customers; put again, they are back at their old version. */
export const walkClusters = Array.from({ length: size }, (_, n) => ({
  name: `walk-${String(n + 1).padStart(2, '0')}`,
  kind: 'kafka',
  provider: providers[n % 3] as string,
  region: regions[n % 3] as string,
  environment: 'demo',
  tier: n < internal ? 'internal' : 'customer',
  version: '3.9.1',
  labels: { walk: 'yes' },
}))

export const walkOperation = `apiVersion: upgrader/v1
kind: Operation
metadata:
  name: first-walk
  title: Upgrade, simulated
  description: For the walk through a first rollout. One cluster fails on purpose.
spec:
  appliesTo: cluster.labels.walk == "yes"
  satisfied: cluster.version == "4.0.0"
  sets: { version: 4.0.0 }
  timeout: 1m
  retry: { attempts: 1 }
  apply:
    driver: simulator
    with: { seconds: { min: 2, max: 4 }, failWhen: cluster.name == "${failingCluster}" }
`

export const walkPolicy = `apiVersion: upgrader/v1
kind: Policy
metadata:
  name: first-walk
  title: Internal, then customers
  description: For the walk through a first rollout.
spec:
  failureBudget: { max: 2, onExhausted: pause }
  phases:
    - id: internal
      title: Internal
      select: cluster.tier == "internal"
      maxInFlight: 3
      failureBudget: { max: 2, onExhausted: pause }
    - id: customers
      title: Customers
      select: "true"
      maxInFlight: 6
      failureBudget: { max: 2, onExhausted: pause }
      before:
        - approval: { count: 1, role: approver, notLauncher: false, expires: 1h }
`

export const walkLaunch = {
  title: 'A first rollout',
  reason: 'The walk through the console',
  operation: 'first-walk',
  policy: 'first-walk',
  select: 'cluster.labels.walk == "yes"',
}
