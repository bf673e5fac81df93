/** Policies to begin with. Each is complete, publishes as it is, and says in its comments what one would change. */
export interface PolicyTemplate {
  readonly id: string
  readonly title: string
  readonly description: string
  /** YAML; its `metadata.name` is replaced by the name of the new policy. */
  readonly source: string
}

const head = (name: string, title: string): string => `apiVersion: upgrader/v1
kind: Policy
metadata: { name: ${name}, title: "${title}" }
spec:
`

const cloudByCloud = `${head('cloud-by-cloud', 'First Azure, then part of AWS, then Google Cloud')}  failureBudget: { max: 20, onExhausted: pause }
  phases:
    - id: azure
      title: Azure
      select: cluster.provider == "azure"
      order: [region, name]
      maxInFlight: 20%
      failureBudget: { max: 2, onExhausted: pause }
    - id: aws-part
      title: A tenth of AWS
      select: cluster.provider == "aws"
      # Every region is in the sample.
      take: 10%
      takeBy: region
      maxInFlight: 10
      failureBudget: { max: 1, onExhausted: pause }
      before:
        - approval: { count: 1, role: approver, expires: 24h }
    - id: gcp
      title: Google Cloud
      select: cluster.provider == "gcp"
      maxInFlight: 20%
      failureBudget: { max: 5%, onExhausted: pause }
`

const internalThenCustomers = `${head('internal-then-customers', 'Internal clusters on every cloud, then customers')}  failureBudget: { max: 20, onExhausted: pause }
  phases:
    - id: internal
      title: Internal clusters, every cloud
      select: cluster.tier == "internal"
      order: [region, name]
      maxInFlight: 20%
      failureBudget: { max: 1, onExhausted: pause }
      soak: 30m
    - id: gcp
      title: Customers on Google Cloud
      select: cluster.provider == "gcp"
      maxInFlight: 10
      failureBudget: { max: 5%, onExhausted: pause }
      before:
        - approval: { count: 1, role: approver, expires: 24h }
    - id: azure
      title: Customers on Azure
      select: cluster.provider == "azure"
      maxInFlight: 10
      failureBudget: { max: 5%, onExhausted: pause }
    - id: aws
      title: Customers on AWS
      select: cluster.provider == "aws"
      maxInFlight: 10
      failureBudget: { max: 5%, onExhausted: pause }
`

const ramp = `${head('ramp', 'One, a tenth, half, all')}  phases:
    - id: all
      title: Every cluster
      select: "true"
      order: random
      # One cluster, then up to a tenth, then half, then all; each step begins when the one before is done.
      steps: [1, 10%, 50%, 100%]
      maxInFlight: 10
      failureBudget: { max: 2%, onExhausted: pause }
`

const canary = `${head('canary', 'Canary, soak, approval, rest')}  phases:
    - id: canary
      title: Canaries
      select: cluster.labels.ring == "canary"
      maxInFlight: 2
      failureBudget: { max: 0, onExhausted: pause }
      soak: 1h
    - id: rest
      title: All the rest
      select: "true"
      maxInFlight: 10%
      failureBudget: { max: 2%, onExhausted: pause }
      before:
        - approval: { count: 1, role: approver, expires: 24h }
`

const empty = `${head('new-policy', 'New policy')}  phases:
    - id: all
      title: Every cluster
      select: "true"
      maxInFlight: 5
      failureBudget: { max: 0, onExhausted: pause }
`

export const policyTemplates: readonly PolicyTemplate[] = [
  {
    id: 'cloud-by-cloud',
    title: 'Cloud by cloud',
    description: 'First Azure, then part of AWS after an approval, then Google Cloud.',
    source: cloudByCloud,
  },
  {
    id: 'internal-then-customers',
    title: 'Internal, then customers',
    description: 'Internal clusters on every cloud, then customers on Google Cloud, Azure and finally AWS.',
    source: internalThenCustomers,
  },
  {
    id: 'ramp',
    title: '1 → 10 → 50 → 100 %',
    description: 'One phase over everything, in growing steps.',
    source: ramp,
  },
  {
    id: 'canary',
    title: 'Canary, soak, approval',
    description: 'The canary ring first; an hour later, and after an approval, all the rest.',
    source: canary,
  },
  {
    id: 'empty',
    title: 'One phase',
    description: 'Every cluster, five at a time, stopping at the first failure.',
    source: empty,
  },
]
