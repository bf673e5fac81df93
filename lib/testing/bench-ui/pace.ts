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

/** Four phases side by side, with shares of what is in flight by their sizes: all go fast until the end. */
export const policy = ({ inFlight }: Pace) => {
  const phase = (id: string, title: string, select: string, share: number) => ({
    id,
    title,
    select,
    maxInFlight: Math.ceil(inFlight * share),
    after: [],
  })
  return {
    apiVersion: 'upgrader/v1',
    kind: 'Policy',
    metadata: { name: 'bench', title: 'Everywhere at once' },
    spec: {
      failureBudget: { max: '60%', onExhausted: 'pause' },
      phases: [
        phase('internal', 'Internal', 'cluster.tier == "internal"', 0.04),
        phase('azure', 'Azure', 'cluster.provider == "azure"', 0.32),
        phase('gcp', 'Google Cloud', 'cluster.provider == "gcp"', 0.17),
        phase('aws', 'AWS', 'cluster.provider == "aws"', 0.47),
      ],
    },
  }
}
