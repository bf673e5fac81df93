/** What an answer means by its status, as the language page says it: a table for each kind of request. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestServices, testAttempt, testCluster, testServices } from '../testing'
import { httpDriver } from './driver'

let says: { status: number; headers?: Record<string, string>; text?: string }
let services: TestServices
const server = createServer((_, response) => {
  response.writeHead(says.status, { 'content-type': 'application/json', ...says.headers })
  response.end(says.text ?? '{"id":"op-1","state":"DONE"}')
})
beforeAll(async () => {
  services = testServices()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await services.host.close()
  await new Promise((resolve) => server.close(resolve))
})

/** An attempt against the server; `succeeded` is a condition over the answer to a poll. */
function attempt(succeeded = 'response.body.state == "DONE"') {
  const section = {
    start: { method: 'POST', url: '{{ connection.url }}/start', operationId: 'response.body.id' },
    observe: { url: '{{ connection.url }}/look', succeeded },
    cancel: { method: 'DELETE', url: '{{ connection.url }}/cancel' },
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return testAttempt(section, { cluster: testCluster({ connection: { url } }) })
}
const operationId = 'op-1'

it.each([
  [200, 'accepted', false],
  [202, 'accepted', false],
  [400, 'failed', false],
  [404, 'failed', false],
  [408, 'transient', false],
  [425, 'transient', false],
  [429, 'transient', true],
  [500, 'transient', false],
  [503, 'transient', false],
])('a start that is answered with %i is %s', async (status, kind, surelyNotBegun) => {
  says = { status }
  const answer = await httpDriver.start(attempt(), services)
  expect(answer.kind).toBe(kind)
  expect('notBegun' in answer).toBe(surelyNotBegun)
})

it.each([408, 425, 429, 503])(
  'a %i that says when to come back is heard, by starts and polls',
  async (status) => {
    says = { status, headers: { 'retry-after': '7' } }
    expect(await httpDriver.start(attempt(), services)).toMatchObject({ retryAfterMs: 7_000 })
    expect(await httpDriver.observe({ ...attempt(), operationId }, services)).toMatchObject({
      kind: 'transient',
      retryAfterMs: 7_000,
    })
  },
)

it.each([
  [200, 'succeeded'],
  [401, 'transient'],
  [403, 'transient'],
  [404, 'failed'],
  [408, 'transient'],
  [410, 'failed'],
  [500, 'transient'],
])('a poll that is answered with %i has %s', async (status, kind) => {
  says = { status }
  expect((await httpDriver.observe({ ...attempt(), operationId }, services)).kind).toBe(kind)
})

it('a poll whose JSON is cut off proves nothing, even to a condition that looks at the status alone', async () => {
  says = { status: 200, text: '{"state":"DO' }
  const hopeful = attempt('response.status == 200')
  expect((await httpDriver.observe({ ...hopeful, operationId }, services)).kind).toBe('transient')
})

it.each([
  [200, true],
  [202, false],
  [204, true],
  [404, true],
  [409, false],
  [410, true],
  [503, false],
])('a cancel that is answered with %i is confirmed: %s', async (status, confirmed) => {
  says = { status, ...(status === 204 && { text: '' }) }
  const { observe: _, ...section } = attempt().with as Record<string, unknown>
  const answer = await httpDriver.cancel({ ...attempt(), with: section, operationId }, services)
  expect(answer.confirmed).toBe(confirmed)
})
