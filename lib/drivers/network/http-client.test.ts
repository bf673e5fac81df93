import http from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { bodyBytesMax, createHttpClient, type HttpClient } from './http-client'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Starts a server on loopback and counts what arrives at it. */
async function serve(handler: http.RequestListener) {
  const seen: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    seen.push(request)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, seen }
}

function client(privateNetworks: string[], lookup?: LookupFunction): HttpClient {
  const made = createHttpClient({ privateNetworks, lookup })
  cleanups.push(() => made.close())
  return made
}

const get = (url: string, timeoutMs = 2_000, signal = new AbortController().signal) => ({
  method: 'GET',
  url,
  headers: {},
  body: null,
  timeoutMs,
  signal,
})

/** A name server that answers each question with the next address of the list, then with the last one. */
function nameServer(...answers: string[][]): LookupFunction {
  return (_hostname, _options, callback) => {
    const addresses = answers.length > 1 ? answers.shift() : answers[0]
    callback(
      null,
      (addresses ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

describe('the guarded client', () => {
  it.each([
    ['dotted', '127.0.0.1'],
    ['decimal', '2130706433'],
    ['hexadecimal', '0x7f.1'],
    ['whole hexadecimal', '0x7f000001'],
    ['octal', '0177.0.0.1'],
    ['short', '127.1'],
    ['full-width digits', '①②⑦.⓪.⓪.①'],
    ['trailing dot', '127.0.0.1.'],
    ['unspecified', '0'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 unspecified', '[::]'],
    ['IPv4 mapped', '[::ffff:127.0.0.1]'],
    ['IPv4 mapped in hexadecimal', '[::ffff:7f00:1]'],
    ['IPv4 compatible', '[::127.0.0.1]'],
    ['translated', '[64:ff9b::7f00:1]'],
    ['the name localhost', 'localhost'],
  ])('refuses loopback written as %s', async (_form, host) => {
    const server = await serve((_request, response) => response.end('reached'))
    const reply = await client([]).send(get(`http://${host}:${server.port}/`))
    expect(reply.kind).toBe('refused')
    expect(server.seen).toHaveLength(0)
  })

  it.each(['169.254.169.254', '[::ffff:169.254.169.254]', '2852039166', '[fd00:ec2::254]'])(
    'refuses the credentials service at %s even if every network is allowed',
    async (host) => {
      const reply = await client(['0.0.0.0/0', '::/0']).send(get(`http://${host}/latest/meta-data/`))
      expect(reply).toMatchObject({ kind: 'refused', message: expect.stringContaining('credentials') })
    },
  )

  it('reaches a private address that is listed', async () => {
    const server = await serve((_request, response) => response.setHeader('x-a', '1').end('reached'))
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`))
    expect(reply).toMatchObject({ kind: 'answer', status: 200, text: 'reached', complete: true })
    expect(reply.kind === 'answer' && reply.headers['x-a']).toBe('1')
  })

  it('refuses a name that resolves to a private address', async () => {
    const server = await serve((_request, response) => response.end('reached'))
    const reply = await client([], nameServer(['127.0.0.1'])).send(
      get(`http://plane.example:${server.port}/`),
    )
    expect(reply).toMatchObject({ kind: 'refused', message: expect.stringContaining('127.0.0.1') })
    expect(server.seen).toHaveLength(0)
  })

  it('refuses a name with one private address among public ones', async () => {
    const mixed = nameServer(['8.8.8.8', '127.0.0.1'])
    const reply = await client([], mixed).send(get('http://plane.example/'))
    expect(reply.kind).toBe('refused')
  })

  it('judges each connection anew when a name server rebinds a name', async () => {
    const server = await serve((_request, response) =>
      response.setHeader('connection', 'close').end('reached'),
    )
    const rebinding = nameServer(['127.0.0.1'], ['127.0.0.2'])
    const guarded = client(['127.0.0.1/32'], rebinding)
    const url = `http://plane.example:${server.port}/`
    expect(await guarded.send(get(url))).toMatchObject({ kind: 'answer', text: 'reached' })
    expect(await guarded.send(get(url))).toMatchObject({ kind: 'refused' })
    expect(server.seen).toHaveLength(1)
  })

  it('hands a redirect back instead of following it', async () => {
    const inner = await serve((_request, response) => response.end('reached'))
    const outer = await serve((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end(),
    )
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${outer.port}/`))
    expect(reply).toMatchObject({ kind: 'answer', status: 302 })
    expect(inner.seen).toHaveLength(0)
  })

  it.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'not a url', 'http://user:pass@127.0.0.1/'])(
    'refuses %s',
    async (url) => {
      expect((await client(['127.0.0.0/8']).send(get(url))).kind).toBe('refused')
    },
  )

  it('guards encrypted connections as well, and speaks no plain text over them', async () => {
    const server = await serve((_request, response) => response.end('reached'))
    const url = (host: string) => `https://${host}:${server.port}/`
    expect((await client([]).send(get(url('127.0.0.1')))).kind).toBe('refused')
    expect((await client([], nameServer(['127.0.0.1'])).send(get(url('plane.example')))).kind).toBe('refused')
    expect((await client(['127.0.0.0/8']).send(get(url('127.0.0.1')))).kind).toBe('lost')
    expect(server.seen).toHaveLength(0)
  })

  it('refuses ports of other protocols', async () => {
    const reply = await client(['127.0.0.0/8']).send(get('http://127.0.0.1:5432/'))
    expect(reply).toMatchObject({ kind: 'refused', message: expect.stringContaining('5432') })
  })

  it('refuses a header that would smuggle another one', async () => {
    const server = await serve((_request, response) => response.end())
    const call = { ...get(`http://127.0.0.1:${server.port}/`), headers: { 'x-a': 'b\r\nx-c: d' } }
    expect((await client(['127.0.0.0/8']).send(call)).kind).toBe('refused')
    expect(server.seen).toHaveLength(0)
  })
})

describe('a broken exchange', () => {
  it('is unreached when nobody listens', async () => {
    const server = await serve(() => undefined)
    await cleanups.pop()?.()
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`))
    expect(reply).toMatchObject({ kind: 'unreached', message: expect.stringContaining('ECONNREFUSED') })
  })

  it('is lost when no answer comes in time', async () => {
    const server = await serve(() => undefined)
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`, 200))
    expect(reply.kind).toBe('lost')
    expect(server.seen).toHaveLength(1)
  })

  it('is lost when the body hangs after the headers', async () => {
    const server = await serve((_request, response) => response.writeHead(200).write('{"state":'))
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`, 200))
    expect(reply.kind).toBe('lost')
  })

  it('is lost when the connection breaks in the middle of the body', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`))
    expect(reply.kind).toBe('lost')
  })

  it('is lost when the caller interrupts it', async () => {
    const server = await serve(() => undefined)
    const stop = new AbortController()
    const reply = client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`, 5_000, stop.signal))
    setTimeout(() => stop.abort(), 50)
    expect(await reply).toMatchObject({ kind: 'lost', message: expect.stringContaining('interrupted') })
  })

  it('is cut when the body is too long', async () => {
    const server = await serve((_request, response) => response.end('x'.repeat(bodyBytesMax + 10)))
    const reply = await client(['127.0.0.0/8']).send(get(`http://127.0.0.1:${server.port}/`))
    expect(reply).toMatchObject({ kind: 'answer', status: 200, complete: false })
  })
})
