/** One request to start something, as it left a worker. */
export interface Sent {
  /** Epoch ms. */
  readonly at: number
  readonly run: string
  readonly cluster: string
  readonly key: string
}

/** What workers have sent to the control plane, seen before the network did anything to it. */
export interface Wire {
  readonly starts: readonly Sent[]
  see(bytes: Buffer): void
}

const startLine =
  /POST \/clusters\/([^/ ]+)\/upgrades\?run=([^& ]+) HTTP\/1\.1\r\n(?:[^\r]+\r\n)*?idempotency-key: ([^\r]+)\r\n/gi

/**
 * Listens at a relay. A start that a network delivers late was sent in time or not, and only here one can tell;
 * the control plane sees when it arrives.
 */
export function createWire(): Wire {
  const starts: Sent[] = []
  return {
    starts,
    see: (bytes) => {
      const at = Date.now()
      for (const [, cluster, run, key] of bytes.toString('latin1').matchAll(startLine)) {
        if (cluster && run && key) starts.push({ at, run, cluster, key })
      }
    },
  }
}
