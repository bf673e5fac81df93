// @ts-check
import { createServer } from 'node:net'
import { Transient } from './report.mjs'

/** @typedef {import('./cluster-file.mjs').LabCluster} LabCluster */

/**
 * Runs `body` while no other runbook and no lab command can change the cluster; throws a Transient when one is
 * at it already.
 *
 * The lock is a bound loopback port: the kernel gives it to one process only and takes it back the moment that
 * process is gone, so a runbook killed half-way leaves nothing to clean up and no stale lock to guess about.
 * @template T
 * @param {LabCluster} cluster
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withClusterLock(cluster, body) {
  const server = createServer((socket) => socket.destroy())
  await new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Transient(`${cluster.name} is being changed by another runbook`)
          : error,
      ),
    )
    server.listen({ host: '127.0.0.1', port: cluster.lockPort, exclusive: true }, () => resolve(undefined))
  })
  try {
    return await body()
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
