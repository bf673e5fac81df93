import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import { screenshots } from '../fixtures/screenshots'

test('a launch is scheduled in a chosen zone, says when it starts, is set anew, called off, and started by hand', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  await page.goto(
    `/rollouts/new?policy=cloud-by-cloud&select=${encodeURIComponent('cluster.tier == "internal"')}`,
  )
  await page.getByText('Change a setting', { exact: true }).click()
  await page.getByRole('textbox', { name: /^Setting/ }).fill('max.connections')
  await page.getByRole('textbox', { name: /^Value/ }).fill('500')
  await expect(page.getByText('Way back:')).toBeVisible()
  await page.getByRole('button', { name: 'Start later' }).click()
  const submit = page.getByRole('button', { name: /^Schedule on \d+ clusters$/ })
  await expect(submit).toBeDisabled()
  await page.getByLabel(/^Starts/).fill(`${day}T22:00`)
  await page.getByRole('combobox', { name: 'Time zone' }).fill('America/New_York')
  await expectAccessible(page)
  await submit.scrollIntoViewIfNeeded()
  await screenshots(page, 'compose-later')
  await submit.click()
  await expect(page).toHaveURL(/\/rollouts\/\d+$/)
  const id = /\d+$/.exec(page.url())?.[0] ?? ''
  const rollout = () => api.get<RolloutDto>(`/api/v1/rollouts/${id}`)
  const { state, startAt } = await rollout()
  expect(state).toBe('draft')
  expect(new Date(startAt ?? 0).toLocaleString('sv', { timeZone: 'America/New_York' })).toBe(
    `${day} 22:00:00`,
  )
  await expect(page.getByText(/^Not started yet\. Starts by itself/)).toBeVisible()
  await expect(page.getByText('Starts by itself at its time.').first()).toBeVisible()

  await page.getByRole('button', { name: 'Schedule…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start it at another moment?' })
  await screenshots(page, 'live-scheduled')
  await dialog.getByLabel(/^Starts/).fill(`${day}T23:30`)
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('UTC')
  await dialog.getByRole('button', { name: 'Schedule', exact: true }).click()
  await expect(dialog).toBeHidden()
  expect((await rollout()).startAt).toBe(`${day}T23:30:00.000Z`)

  await page.getByRole('button', { name: 'Schedule…' }).click()
  await dialog.getByRole('button', { name: 'Call it off' }).click()
  await expect(dialog).toBeHidden()
  expect((await rollout()).startAt).toBeNull()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await api.post(`/api/v1/rollouts/${id}/abort`, { cancelInFlight: true })
})
