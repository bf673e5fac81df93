import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { isAlive } from '@/lib/server/alive'
import { call, descendantsOf, type Product, startProduct } from './product'

// One product: its database falls silent and comes back, then it is stopped while somebody watches a rollout.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const port = 32_000 + Math.floor(Math.random() * 2_000)
const operation = `apiVersion: upgrader/v1
kind: Operation
metadata: { name: wait, title: Wait }
spec: { apply: { driver: simulator, with: { seconds: 3 } }, timeout: 1h }
`
let product: Product
let rollout: string

test.beforeAll(async () => {
  product = await startProduct({ port })
  const clusters = Array.from({ length: 30 }, (_, i) => ({
    name: `c-${i}`,
    kind: 'kafka',
    provider: 'aws',
    region: 'r',
  }))
  await call(product, 'PUT', '/api/v1/clusters', clusters)
  await call(product, 'PUT', '/api/v1/operations/wait', operation)
  const { id } = await call<{ id: string }>(product, 'POST', '/api/v1/rollouts', {
    title: 'Through an outage',
    operation: 'wait',
    policy: {
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'one-by-one' },
      spec: { phases: [{ id: 'all', select: 'true', maxInFlight: 1 }] },
    },
  })
  rollout = id
})
test.afterAll(() => product?.remove())

const done = async () =>
  (await call<{ counts: { succeeded: number } }>(product, 'GET', `/api/v1/rollouts/${rollout}`)).counts
    .succeeded

test('while the database is silent for 20 s the console says so, and both go on by themselves', async ({
  page,
}) => {
  const password = /Password \(shown only now\): +(\S+)/.exec(product.output())?.[1] ?? ''
  await page.goto(`${product.address}/sign-in?from=/rollouts/${rollout}`)
  await page.getByLabel('User name').fill('admin')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Through an outage' })).toBeVisible()
  await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(0)
  const loadedAt = await page.evaluate(() => performance.timeOrigin)
  const before = await done()

  const postgres = descendantsOf(product.supervisor.pid as number, 'postgres')
  expect(postgres.length).toBeGreaterThan(3)
  for (const pid of postgres) process.kill(pid, 'SIGSTOP')
  const silentAt = performance.now()
  try {
    await expect(page.getByRole('status').filter({ hasText: 'Database unreachable' })).toBeVisible({
      timeout: 18_000,
    })
    await page.waitForTimeout(Math.max(0, 20_000 - (performance.now() - silentAt)))
  } finally {
    for (const pid of postgres) if (isAlive(pid)) process.kill(pid, 'SIGCONT')
  }

  await expect(page.getByRole('status').filter({ hasText: 'unreachable' })).toHaveCount(0, {
    timeout: 30_000,
  })
  await expect.poll(done, { timeout: 40_000 }).toBeGreaterThan(before)
  expect(await page.evaluate(() => performance.timeOrigin), 'the page was not loaded anew').toBe(loadedAt)
})

test('SIGTERM stops everything within five seconds while a browser and a script follow a rollout', async ({
  page,
}) => {
  const stream = await fetch(`${product.address}/api/v1/rollouts/${rollout}/events`, {
    headers: { authorization: `Bearer ${product.token}`, accept: 'text/event-stream' },
  })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  const reader = stream.body?.getReader()
  await reader?.read()
  const pids = descendantsOf(product.supervisor.pid as number, '')
  const startedAt = performance.now()
  product.supervisor.kill('SIGTERM')
  const [code] = await once(product.supervisor, 'exit')
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  expect(code).toBe(0)
  expect(pids.filter(isAlive)).toEqual([])
  await reader?.cancel().catch(() => {})
  await page.close()
})
