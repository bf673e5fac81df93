import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Lane, type Weather } from './lane'

/** A way to a server on which everything may go wrong that goes wrong on networks. */
export interface TcpRelay {
  readonly port: number
  /** From now on nothing passes, and new connections are taken and left without an answer. */
  silence(): void
  /** Breaks every connection with a reset. @returns how many there were. */
  reset(): number
  /** From now on whatever is sent waits, on connections old and new, and none of it is lost. */
  hold(): void
  /** Lets pass what has waited, in its order. @returns in how many pieces it waited. */
  release(): number
  /** The present connections stay open, and what is sent on them is lost; new ones are well. @returns how many. */
  deafen(): number
  /** Ends the connections that were deafened, as their owners would find out at last. */
  mend(): void
  /** From now on every piece is under way for so long, in ms. */
  slow(latencyMs: number): void
  /** Pieces that have passed so far, both ways. */
  readonly passed: number
  close(): Promise<void>
}

export interface TcpRelayOptions {
  readonly host: string
  readonly port: number
  /** Is shown what a client has sent, before anything happens to it on its way. */
  readonly onSent?: (bytes: Buffer) => void
}

interface Pair {
  readonly from: Socket
  readonly to: Socket
  readonly lanes: readonly [Lane, Lane]
}

/** Relays TCP connections on a loopback port to a server. */
export async function startTcpRelay({ host, port, onSent }: TcpRelayOptions): Promise<TcpRelay> {
  const sockets = new Set<Socket>()
  const pairs = new Set<Pair>()
  const weather: Weather = { silent: false, held: false, latencyMs: 0, passed: 0 }

  const server = createServer((from) => {
    keep(from)
    if (weather.silent) return
    const to = connect(port, host)
    keep(to)
    const pair: Pair = { from, to, lanes: [new Lane(from, to, weather, onSent), new Lane(to, from, weather)] }
    pairs.add(pair)
    const ended = () => from.destroyed && to.destroyed && pairs.delete(pair)
    from.on('close', ended)
    to.on('close', ended)
  })
  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const lanes = () => [...pairs].flatMap((pair) => pair.lanes)
  const breakPairs = (chosen: readonly Pair[]): number => {
    for (const { from, to } of chosen) {
      from.resetAndDestroy()
      to.resetAndDestroy()
    }
    return chosen.length
  }
  return {
    port: (server.address() as AddressInfo).port,
    get passed() {
      return weather.passed
    },
    silence: () => {
      weather.silent = true
    },
    reset: () => breakPairs([...pairs]),
    hold: () => {
      weather.held = true
    },
    release: () => {
      weather.held = false
      return lanes().reduce((sum, lane) => sum + lane.flush(), 0)
    },
    deafen: () => {
      for (const lane of lanes()) lane.deaf = true
      return pairs.size
    },
    mend: () => {
      breakPairs([...pairs].filter((pair) => pair.lanes[0].deaf))
    },
    slow: (latencyMs) => {
      weather.latencyMs = latencyMs
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
