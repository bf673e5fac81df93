import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can fall silent, as a network does: open connections stay, and nothing passes any more. */
export interface TcpRelay {
  readonly port: number
  /** From now on nothing passes, and new connections are taken and left without an answer. */
  silence(): void
  close(): Promise<void>
}

/** Relays TCP connections on a loopback port to a server. */
export async function startTcpRelay(target: { host: string; port: number }): Promise<TcpRelay> {
  const sockets = new Set<Socket>()
  let silent = false
  const server = createServer((from) => {
    keep(from)
    if (silent) return
    const to = connect(target.port, target.host)
    keep(to)
    from.on('data', (bytes) => !silent && to.write(bytes))
    to.on('data', (bytes) => !silent && from.write(bytes))
    from.on('close', () => to.destroy())
    to.on('close', () => from.destroy())
  })
  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => {
      silent = true
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
