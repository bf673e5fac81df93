import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import { removeClusters } from '../fixtures/api'
import { firstAdmin, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'
import { launch, live } from '../fixtures/watched-rollout'

test.afterEach(({ api }) => removeClusters(api, 'cluster.kind == "hostile"'))

test('failures stand by cause, and by keyboard alone all of one cause are tried again', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  const id = await launch(api, {
    seconds: 0.3,
    failing: 'cluster.tier == "internal"',
    failuresTolerated: 500,
  })
  const ended = async () => (await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)).state
  await expect.poll(ended, { timeout: 60_000 }).toBe('succeeded_with_failures')
  const { counts } = await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)

  await page.goto(`/rollouts/${id}?tab=failures`)
  await live(page)
  await expect(page.getByText(`${counts.failed} failed clusters in 1 group`)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'the simulated operation failed' })).toBeVisible()
  await expect(page.getByText(/^100 % tier internal, which is/)).toBeVisible()
  await expect(
    page
      .getByRole('table', { name: 'Two clusters side by side' })
      .or(page.getByRole('region', { name: 'Two clusters side by side' }))
      .first(),
  ).toBeVisible()
  await expectAccessible(page)
  await screenshots(page, 'live-failures')

  await page.getByRole('button', { name: `Retry ${counts.failed}…` }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: `Retry ${counts.failed} clusters?` })
  await expect(dialog.getByText('eligible', { exact: true })).toBeVisible()
  await screenshots(page, 'live-retry')
  await dialog.getByRole('button', { name: `Retry ${counts.failed} clusters` }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const attempts = async () => {
    const events = await api.get<{ items: { type: string }[] }>(`/api/v1/rollouts/${id}/events?limit=10000`)
    return events.items.filter(({ type }) => type === 'target.retried').length
  }
  await expect.poll(attempts).toBe(counts.failed)
})

test('what one looks at is in the address: after a reload and in a second browser it is the same', async ({
  adminPage: page,
  api,
  browser,
  baseURL,
}) => {
  const id = await launch(api, { seconds: 20 })
  await page.goto(`/rollouts/${id}?tab=map`)
  await live(page)
  await page.getByRole('button', { name: 'Region', exact: true }).click()
  await page.getByRole('textbox', { name: /^Words/ }).fill('kafka')
  await page.getByRole('button', { name: /^Applying/ }).click()
  const map = page.getByRole('listbox', { name: /by region$/ })
  await expect(map).toBeVisible()
  await expect(page).toHaveURL(/state=applying.*q=kafka.*group=region/)
  await page.reload()
  await expect(map).toBeVisible()
  await expect(page.getByRole('textbox', { name: /^Words/ })).toHaveValue('kafka')
  await expect(page.getByRole('button', { name: /^Applying/ })).toHaveAttribute('aria-pressed', 'true')

  const other = await browser.newContext({ ...(baseURL && { baseURL }) })
  const second = await other.newPage()
  await signIn(second, firstAdmin())
  await second.goto(page.url())
  await live(second)
  const applying = (one: typeof page) => one.getByRole('button', { name: /^Applying/ }).textContent()
  await api.post(`/api/v1/rollouts/${id}/pause`)
  await expect.poll(async () => (await applying(page)) === (await applying(second))).toBe(true)
  await screenshots(page, 'live-map-filtered')
  await other.close()
  await api.post(`/api/v1/rollouts/${id}/abort`)
})

test('by keyboard alone a stretch of time is chosen on the timeline, and becomes the filter of the table', async ({
  adminPage: page,
  api,
}) => {
  const id = await launch(api, {
    seconds: 1.5,
    failing: 'cluster.tier == "internal"',
    failuresTolerated: 500,
  })
  await page.goto(`/rollouts/${id}?tab=timeline`)
  await live(page)
  await page.waitForFunction(() => Number(document.querySelectorAll('canvas').length) > 2)
  await expect
    .poll(async () => (await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)).counts.succeeded)
    .toBeGreaterThan(5)
  const rows = page.getByRole('region', { name: /^Timeline/ })
  await rows.focus()
  await page.keyboard.press('b')
  const chosen = page.getByRole('region', { name: 'Chosen time' })
  await expect(chosen.getByRole('status')).toHaveText(/^\d+ clusters? active [\d:]+–[\d:]+ UTC, \d+ failed$/)
  await expect(page).toHaveURL(/active=\d+-\d+/)
  await rows.focus()
  await page.keyboard.press('+')
  await expect(page).toHaveURL(/window=\d+-\d+/)
  await screenshots(page, 'live-timeline-chosen')
  await page.keyboard.press('f')
  await expect(page).not.toHaveURL(/window=/)
  await chosen.getByRole('button', { name: 'Show as table' }).focus()
  await page.keyboard.press('Enter')
  // For a moment both tabs are there, and both say it.
  const table = page.getByRole('tabpanel', { name: 'Clusters' })
  await expect(table.getByRole('button', { name: /^Active .*: show any time$/ })).toBeVisible()
  await api.post(`/api/v1/rollouts/${id}/abort`)
})

test('names and facts that would be markup are shown as the text they are', async ({
  adminPage: page,
  api,
}) => {
  const hostile = '<img src=x onerror="window.harmed=1">'
  await api.put('/api/v1/clusters', [
    {
      name: 'hostile-1',
      kind: 'hostile',
      provider: hostile,
      region: `${hostile}r`,
      tier: hostile,
      version: '1.0.0',
    },
  ])
  const name = 'hostile-operation'
  await api.put(`/api/v1/operations/${name}`, {
    apiVersion: 'upgrader/v1',
    kind: 'Operation',
    metadata: { name, title: hostile },
    spec: {
      retry: { attempts: 1, backoff: '1s', maxBackoff: '1s' },
      apply: { driver: 'simulator', with: { seconds: 0, failWhen: 'true' } },
    },
  })
  const { id } = await api.post<{ id: string }>('/api/v1/rollouts', {
    operation: name,
    params: {},
    title: `Hostile ${hostile}`,
    select: 'cluster.kind == "hostile"',
    policy: {
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name: 'hostile' },
      spec: { phases: [{ id: 'a', title: hostile, select: 'true' }] },
    },
  })
  for (const tab of ['overview', 'map', 'timeline', 'targets', 'failures', 'events']) {
    await page.goto(`/rollouts/${id}?tab=${tab}&cluster=hostile-1`)
    await live(page)
    await expect(page.getByRole('heading', { name: `Hostile ${hostile}` })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Facts at planning' })).toBeVisible()
  }
  expect(await page.evaluate(() => 'harmed' in window)).toBe(false)
})
