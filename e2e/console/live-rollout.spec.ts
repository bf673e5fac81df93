import { readFileSync } from 'node:fs'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import type { Api } from '../fixtures/api'
import { addMember, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'
import { figure, launch, live } from '../fixtures/watched-rollout'

const stateOf = async (api: Api, id: string) => (await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)).state

test('a rollout is watched from start to end without a reload, and the screen agrees with the API', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  test.setTimeout(180_000)
  const id = await launch(api, { seconds: 3, approval: true })
  await page.goto(`/rollouts/${id}`)
  await live(page)
  const { total } = await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)

  await test.step('clusters move by themselves', async () => {
    const before = await figure(page, 'Done')
    await expect.poll(() => figure(page, 'Done'), { timeout: 30_000 }).toBeGreaterThan(before + 3)
    expect(await figure(page, 'In flight')).toBeLessThanOrEqual(4)
    await screenshots(page, 'live-overview')
  })

  await test.step('one of them is opened, and its nodes go one after the other', async () => {
    await page.getByRole('tab', { name: 'Clusters' }).click()
    await page.getByRole('button', { name: /^Applying/ }).click()
    await page.getByRole('row').nth(1).getByRole('button').last().click()
    await expect(page.getByRole('heading', { name: 'Nodes' })).toBeVisible()
    await expect(page).toHaveURL(/state=applying&cluster=/)
    await screenshots(page, 'live-drawer')
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
  })

  await test.step('it waits for an approval, which is given where one looks', async () => {
    await page.getByRole('tab', { name: 'Overview' }).click()
    const question = page.getByRole('heading', { name: /^Start phase 2, Google Cloud, on \d+ clusters\?$/ })
    await expect(question).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(/Held/).first()).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Review and decide' }).click()
    await screenshots(page, 'live-approval')
    await page.getByRole('button', { name: 'Approve' }).click()
    await expect(question).toBeHidden()
  })

  await test.step('it ends, and every view says the same', async () => {
    await expect(page.getByText(`Succeeded on ${total} clusters`)).toBeVisible({ timeout: 90_000 })
    expect(await figure(page, 'Done')).toBe(total)
    await page.getByRole('tab', { name: 'Map' }).click()
    await expect(
      page.getByRole('listbox', { name: `Map of ${total} clusters by phase and region` }),
    ).toBeVisible()
    await screenshots(page, 'live-map')
    await page.getByRole('tab', { name: 'Timeline' }).click()
    await page.getByRole('button', { name: /^Azure/ }).click()
    await screenshots(page, 'live-timeline')
    await page.getByRole('tab', { name: 'Events' }).click()
    await expect(page.getByText('rollout succeeded')).toBeVisible()
    await page.getByRole('tab', { name: 'Plan' }).click()
    await expect(page.getByRole('heading', { name: 'Numbers' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'policy', exact: true })).toContainText(
      'apiVersion: upgrader/v1',
    )
    await page.getByRole('tab', { name: 'Audit' }).click()
    await expect(page.getByRole('cell', { name: 'gate.approve', exact: true })).toBeVisible()
  })
})

test('a rollout pauses at one click, and is aborted only by typing the number', async ({
  adminPage: page,
  api,
}) => {
  const id = await launch(api, { seconds: 4 })
  await page.goto(`/rollouts/${id}`)
  await live(page)
  await expect.poll(() => figure(page, 'In flight')).toBe(4)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(page.getByText(/^Paused: by hand\./)).toBeVisible()
  expect(await stateOf(api, id)).toBe('paused')
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await page.keyboard.press('.')
  await expect(page.getByText(/^Paused: by hand\./)).toBeVisible()
  await expect.poll(() => figure(page, 'In flight'), { timeout: 20_000 }).toBe(0)

  await page.getByRole('button', { name: 'Abort…' }).click()
  const sheet = page.getByRole('dialog')
  const { counts } = await api.get<RolloutDto>(`/api/v1/rollouts/${id}`)
  await expect(sheet.getByText(/not started.*cancelled/)).toBeVisible()
  const confirm = sheet.getByRole('button', { name: `Abort ${counts.pending} clusters` })
  await sheet.getByLabel(`Type ${counts.pending} to confirm`).fill(String(counts.pending - 1))
  await expect(confirm).toBeDisabled()
  await screenshots(page, 'live-abort')
  await sheet.getByLabel(`Type ${counts.pending} to confirm`).fill(String(counts.pending))
  await sheet.getByLabel('Reason').fill('seen enough')
  await confirm.click()
  await expect(page.getByText(`Aborted with ${counts.pending} clusters not started`)).toBeVisible({
    timeout: 20_000,
  })
  expect(await stateOf(api, id)).toBe('aborted')
})

test('a spent failure budget stops it, and going on means acknowledging the number of failures', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  const id = await launch(api, { seconds: 2, failing: 'cluster.tier != "internal"', failuresTolerated: 1 })
  await page.goto(`/rollouts/${id}`)
  await expect(page.getByText(/^Paused: failure budget spent\./)).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => figure(page, 'In flight'), { timeout: 20_000 }).toBe(0)
  const failed = await figure(page, 'Failed')
  expect(failed).toBeGreaterThan(1)

  await test.step('the failures are found by keyboard, with their reasons', async () => {
    await page.getByRole('tab', { name: 'Map' }).click()
    // The overview has a map of its own, which would take the key until this one is there.
    await expect(page.getByRole('button', { name: 'View as table' })).toBeVisible()
    await page.keyboard.press('n')
    await expect(page.getByRole('option')).toHaveText(/Failed/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Attempts' })).toBeVisible()
    await screenshots(page, 'live-failure')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
  })

  await test.step('resume asks for the number', async () => {
    await page.getByRole('button', { name: 'Resume…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: 'Resume', exact: true })).toBeDisabled()
    await dialog.getByText(`I acknowledge ${failed} failures`).click()
    await screenshots(page, 'live-resume')
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
    await api.post(`/api/v1/rollouts/${id}/abort`)
  })
})

test('what is shown says when it is old, and is right again by itself', async ({
  adminPage: page,
  api,
  context,
}) => {
  const id = await launch(api, { seconds: 0.2, draft: true })
  await page.goto(`/rollouts/${id}?tab=map`)
  await live(page)
  await context.setOffline(true)
  await expect(page.getByRole('alert').filter({ hasText: 'This computer is offline' })).toBeVisible()
  const frozen = await figure(page, 'Done')
  // All of it happens while nothing is seen of it.
  const read = () => api.get<RolloutDto>(`/api/v1/rollouts/${id}`)
  await api.post(`/api/v1/rollouts/${id}/resume`)
  await expect.poll(async () => (await read()).state, { timeout: 60_000 }).toBe('succeeded')
  expect(await figure(page, 'Done')).toBe(frozen)
  await context.setOffline(false)
  await live(page)
  const { total, lastSeq } = await read()
  await expect(page.getByText(`Succeeded on ${total} clusters.`)).toBeVisible()
  expect(await figure(page, 'Done')).toBe(total)
  await expect(page.locator('canvas[data-seq]')).toHaveAttribute('data-seq', String(lastSeq))
})

test('a page that is older than the server says so, is no longer live, and reloads only when asked to', async ({
  adminPage: page,
  context,
  api,
}) => {
  const id = await launch(api, { seconds: 1, draft: true })
  const ready = await page.request.get('/readyz')
  expect(ready.headers()['x-console-build']).toBe(readFileSync('dist/build-id', 'utf8'))
  await page.goto(`/rollouts/${id}`)
  await live(page)
  const loadedAt = await page.evaluate(() => performance.timeOrigin)
  await context.setOffline(true)
  await page.route(`**/api/rollouts/${id}/live?*`, (route) =>
    route.fulfill({ headers: { 'x-console-build': 'another' }, contentType: 'text/event-stream', body: '' }),
  )
  await context.setOffline(false)
  await expect(page.getByRole('status').filter({ hasText: /^Not live$/ })).toBeVisible()
  await expect(page.getByText('The console was updated. Reload this page.')).toBeVisible()
  expect(await page.evaluate(() => performance.timeOrigin), 'it reloads nothing by itself').toBe(loadedAt)
  await page.unroute(`**/api/rollouts/${id}/live?*`)
  await page.getByRole('button', { name: 'Reload this page' }).first().click()
  await live(page)
  await expect(page.getByText('The console was updated.')).toHaveCount(0)
})

test('whoever may only look sees why the controls are not theirs, also on a phone', async ({
  page,
  api,
  expectAccessible,
}) => {
  const id = await launch(api, { seconds: 3 })
  await signIn(page, await addMember(api, 'vera', 'viewer'))
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`/rollouts/${id}`)
  await live(page)
  const pause = page.getByRole('button', { name: 'Pause', exact: true })
  await expect(pause).toBeDisabled()
  await pause.hover({ force: true })
  await expect(page.getByText(/operator/i).first()).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, 'the page scrolls sideways at 360 px').toBeLessThanOrEqual(0)
  await expectAccessible(page)
  await screenshots(page, 'live-phone')
  await page.getByRole('tab', { name: 'Audit' }).click()
  await expect(page.getByText('The audit log is not yours to read')).toBeVisible()
  await api.post(`/api/v1/rollouts/${id}/abort`)
})
