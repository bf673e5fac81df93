import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Who holds a data directory. */
export interface Holder {
  pid: number
  address: string
}

/**
 * Takes a data directory for this process, until it ends. Held by a socket rather than a pid file: the system
 * closes it with the process, so nothing stale is ever mistaken for a running product.
 * @throws saying who runs there already, and where.
 */
export async function holdDataDir(dataDir: string, address: string): Promise<() => void> {
  const socket = socketOf(dataDir)
  const holder = await askHolder(socket)
  if (holder) {
    throw new Error(
      `Cluster Upgrader is running on ${dataDir} already: process ${holder.pid}, ${holder.address}. ` +
        'Stop it first, or set UPGRADER_DATA_DIR and PORT for a second one.',
    )
  }
  if (process.platform !== 'win32') rmSync(socket, { force: true })
  const server = await listen(socket, { pid: process.pid, address })
  return () => server.close()
}

function socketOf(dataDir: string): string {
  const name = `cluster-upgrader-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`)
}

function askHolder(socket: string): Promise<Holder | undefined> {
  return new Promise((resolve) => {
    let answer = ''
    const connection = connect(socket)
    connection.setEncoding('utf8')
    connection.on('data', (chunk) => {
      answer += chunk
    })
    connection.on('end', () => resolve(JSON.parse(answer) as Holder))
    connection.on('error', () => resolve(undefined))
  })
}

function listen(socket: string, holder: Holder): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.end(JSON.stringify(holder)))
    server.unref()
    server.once('error', reject)
    server.listen(socket, () => resolve(server))
  })
}
