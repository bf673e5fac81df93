import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, vi } from 'vitest'
import { watchAnswers } from './watch-answers'

it('tells when something that lives has not answered for too long, and not while it answers', async () => {
  let mute = false
  const server = createServer((_, response) => {
    if (!mute) response.writeHead(503).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const stop = new AbortController()
  const silent = vi.fn(async () => {
    mute = false
  })
  const watch = watchAnswers({ address, signal: stop.signal, everyMs: 20, silentMaxMs: 2_000 }, silent)
  const asked = vi.fn()
  server.on('request', asked)
  await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(5)
  expect(silent).not.toHaveBeenCalled()
  mute = true
  await vi.waitFor(() => expect(silent).toHaveBeenCalledTimes(1), { timeout: 20_000 })
  const before = asked.mock.calls.length
  await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(before + 5)
  expect(silent).toHaveBeenCalledTimes(1)
  stop.abort()
  await watch
  server.closeAllConnections()
  server.close()
})
