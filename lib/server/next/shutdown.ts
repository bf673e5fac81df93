type Closer = () => void | Promise<void>

/** On `globalThis`, because Next loads modules once per bundle and the signal arrives only once. */
const holder = globalThis as { clusterUpgraderClosers?: Set<Closer> }

function closers(): Set<Closer> {
  holder.clusterUpgraderClosers ??= new Set()
  return holder.clusterUpgraderClosers
}

/**
 * Has something closed when the web server is asked to stop. Needed for whatever keeps a response open:
 * Next waits for all of them, so an event stream would make it hang for ever.
 * @returns takes the wish back.
 */
export function onShutdown(close: Closer): () => void {
  closers().add(close)
  return () => {
    closers().delete(close)
  }
}

/** Closes what is registered, once, and resolves when all of it is closed; what cannot be is said on standard error. */
export async function shutDown(): Promise<void> {
  const wanted = [...closers()]
  closers().clear()
  await Promise.all(wanted.map((close) => Promise.resolve().then(close).catch(reportFailure)))
}

/** Makes SIGTERM and SIGINT close what is registered; Next's own handler of them then ends the process. */
export function installShutdown(): void {
  process.on('SIGTERM', shutDown)
  process.on('SIGINT', shutDown)
}

function reportFailure(error: unknown): void {
  process.stderr.write(`closing failed: ${error instanceof Error ? error.message : error}\n`)
}
