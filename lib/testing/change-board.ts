import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A notice as it reached the outside system. */
export interface Heard {
  readonly headers: http.IncomingHttpHeaders
  /** The body, byte by byte. */
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of any shape
  readonly body: any
}

/** What the outside system does with a notice: a status; `cut` takes it in and closes the line without a word. */
export type Reaction = number | 'cut'

export interface ChangeBoard {
  readonly url: string
  readonly heard: Heard[]
  /** What it does with notices from now on; 200 at first. */
  react(reaction: Reaction): void
  close(): Promise<void>
}

/** Starts an outside system that is told when gates ask, on loopback. */
export async function startChangeBoard(): Promise<ChangeBoard> {
  const heard: Heard[] = []
  let reaction: Reaction = 200
  const server = http.createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    heard.push({ headers: request.headers, text, body: JSON.parse(text) })
    if (reaction === 'cut') response.destroy()
    else response.writeHead(reaction, { 'content-type': 'application/json' }).end('{"verdict":"open"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/ask`,
    heard,
    react: (next) => {
      reaction = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
