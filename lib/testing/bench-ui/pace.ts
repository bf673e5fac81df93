/** How fast a rollout goes. */
export interface Pace {
  /** Clusters in flight at once. */
  readonly inFlight: number
  /** Seconds that an attempt takes. */
  readonly seconds: { readonly min: number; readonly max: number }
  /** Share of attempts that fail. */
  readonly failRate: number
  readonly attempts: number
}

/** An operation that the simulator plays, with progress every second, as real ones have. */
export const operation = (name: string, { seconds, failRate, attempts }: Pace) => ({
  apiVersion: 'upgrader/v1',
  kind: 'Operation',
  metadata: { name, title: 'Kafka 3.8.1' },
  spec: {
    retry: { attempts, backoff: '1s', maxBackoff: '1s' },
    apply: { driver: 'simulator', with: { seconds, failRate } },
    verify: [{ name: 'healthy', check: 'simulator', with: {} }],
  },
})

/** Internal clusters first, then three clouds side by side that end at about the same time. */
export const policy = ({ inFlight }: Pace) => {
  const cloud = (id: string, title: string, share: number) => ({
    id,
    title,
    select: `cluster.provider == "${id}"`,
    maxInFlight: Math.ceil(inFlight * share),
    after: ['internal'],
  })
  return {
    apiVersion: 'upgrader/v1',
    kind: 'Policy',
    metadata: { name: 'bench', title: 'Internal, then every cloud' },
    spec: {
      failureBudget: { max: '60%', onExhausted: 'pause' },
      phases: [
        { id: 'internal', title: 'Internal', select: 'cluster.tier == "internal"', maxInFlight: inFlight },
        cloud('azure', 'Azure', 0.33),
        cloud('gcp', 'Google Cloud', 0.18),
        cloud('aws', 'AWS', 0.49),
      ],
    },
  }
}
