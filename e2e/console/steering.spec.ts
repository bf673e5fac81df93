import { randomBytes } from 'node:crypto'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import type { Api } from '../fixtures/api'
import { addMember, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'
import { live } from '../fixtures/watched-rollout'

const on = (provider: string) =>
  `cluster.kind == "kafka" && cluster.tier == "internal" && cluster.provider == "${provider}"`

/** Launches two phases over simulated clusters; the first asks for an approval that the launcher may not give. */
async function launch(api: Api, { approval = false, back = false }): Promise<string> {
  const name = `steered-${randomBytes(4).toString('hex')}`
  await api.put(`/api/v1/operations/${name}`, {
    apiVersion: 'upgrader/v1',
    kind: 'Operation',
    metadata: { name, title: 'Steered operation' },
    spec: {
      apply: { driver: 'simulator', with: { seconds: 0 } },
      ...(back && { revert: { driver: 'simulator', with: { seconds: 0.5 } } }),
    },
  })
  const { id } = await api.post<{ id: string }>('/api/v1/rollouts', {
    operation: name,
    params: {},
    title: 'Steered rollout',
    select: `(${on('azure')}) || (${on('gcp')})`,
    policy: {
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name },
      spec: {
        phases: [
          {
            id: 'azure',
            title: 'Azure',
            select: on('azure'),
            ...(approval && { before: [{ approval: { count: 1, role: 'approver' } }] }),
          },
          { id: 'gcp', title: 'Google Cloud', select: on('gcp'), maxInFlight: 2 },
        ],
      },
    },
  })
  return id
}

const read = (api: Api, id: string) => api.get<RolloutDto>(`/api/v1/rollouts/${id}`)

test('a phase is skipped and a gate overridden, each with its reason, and both stay told', async ({
  adminPage: page,
  api,
}) => {
  const id = await launch(api, { approval: true })
  await page.goto(`/rollouts/${id}`)
  await live(page)
  const phases = page.getByRole('region', { name: 'Phases' })
  await phases.getByRole('button', { name: 'Skip phase…' }).last().click()
  const skip = page.getByRole('dialog', { name: /^Skip \d+ clusters of Google Cloud\?$/ })
  await expect(skip.getByRole('button', { name: 'Skip the phase' })).toBeDisabled()
  await skip.getByLabel(/^Reason/).fill('not ours tonight')
  await skip.getByRole('button', { name: 'Skip the phase' }).click()
  await expect(skip).toBeHidden()
  await phases.getByRole('button', { name: 'Override…' }).click()
  const override = page.getByRole('dialog', { name: /^Override/ })
  await override.getByLabel(/^Reason/).fill('the approver is asleep')
  await override.getByRole('button', { name: 'Override the gate' }).click()
  await expect(phases.getByText('overridden by admin')).toBeVisible()
  await expect(page.getByText(/^Succeeded on \d+ clusters; \d+ skipped\.$/)).toBeVisible({ timeout: 20_000 })
  const { phases: told } = await read(api, id)
  expect(told.map(({ state }) => state)).toEqual(['succeeded', 'skipped'])
  expect(told[0]?.gates[0]?.override).toMatchObject({ user: 'admin', reason: 'the approver is asleep' })
  // Who comes by an address to what cannot be done now is told why, and is not asked later.
  await page.goto(`/rollouts/${id}?ask=resume`)
  await expect(page.getByText('Only a paused rollout can be resumed.').first()).toBeVisible()
  await expect(page).not.toHaveURL(/ask=/)
})

test('by keyboard alone one cluster is rolled back from the table, then all others; the page shows it', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  const id = await launch(api, { back: true })
  await expect.poll(async () => (await read(api, id)).state, { timeout: 20_000 }).toBe('succeeded')
  const { total } = await read(api, id)
  await page.goto(`/rollouts/${id}?tab=targets`)
  await live(page)
  const sheet = page.getByRole('dialog', { name: /^Roll back/ })
  const confirm = async (count: number) => {
    const what = count === 1 ? '1 cluster' : `${count} clusters`
    const go = sheet.getByRole('button', { name: `Roll back ${what}` })
    await expect(go).toBeDisabled()
    await sheet.getByLabel(`Type ${count} to confirm`).focus()
    await page.keyboard.type(String(count))
    await expect(go).toBeEnabled()
    await go.focus()
    await page.keyboard.press('Enter')
    await expect(sheet).toBeHidden()
  }
  await page
    .getByRole('checkbox', { name: /^Select kafka/ })
    .first()
    .focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Roll back…' }).last().press('Enter')
  await expect(sheet.getByText('touched → taken back')).toBeVisible()
  await expectAccessible(page)
  await screenshots(page, 'live-rollback')
  await confirm(1)
  await expect.poll(async () => (await read(api, id)).counts.reverted, { timeout: 20_000 }).toBe(1)
  await expect.poll(async () => (await read(api, id)).wayBack.underWay).toBeNull()

  const all = page.getByRole('button', { name: 'Roll back…' }).first()
  await expect(all).toBeEnabled()
  await all.press('Enter')
  await confirm(total - 1)
  await expect(page.getByText(`Rolled back: ${total} of ${total} clusters taken back.`)).toBeVisible({
    timeout: 20_000,
  })
  await page.getByRole('tab', { name: 'Overview' }).press('Enter')
  await expect(page.getByText(/^Rolled back, (\d+) of \1 clusters$/).first()).toBeVisible()
  expect((await read(api, id)).state).toBe('rolled_back')
})

test('on a phone an approval is announced, read and refused by keyboard; whoever launched it sees so at once', async ({
  adminPage: launcher,
  api,
  browser,
  baseURL,
  expectAccessible,
}) => {
  const phone = await browser.newContext({
    ...(baseURL && { baseURL }),
    viewport: { width: 360, height: 740 },
    permissions: ['notifications'],
  })
  const page = await phone.newPage()
  // Headless browsers show none; what would be shown is kept.
  await page.addInitScript(() => {
    const shown: string[] = []
    class Recorded {
      static permission = 'granted'
      static requestPermission = async () => 'granted'
      constructor(title: string, { body }: { body: string }) {
        shown.push(`${title}: ${body}`)
      }
    }
    Object.assign(window, { Notification: Recorded, shown })
  })
  await signIn(page, await addMember(api, 'pia', 'approver'))
  await page.goto('/approvals')
  await page.getByRole('button', { name: 'Notify me' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Stop notifying me' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^For me \d+$/ })).toBeVisible()

  const id = await launch(api, { approval: true })
  await launcher.goto(`/rollouts/${id}`)
  await live(launcher)
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { shown: string[] }).shown.join()), {
      timeout: 25_000,
    })
    .toMatch(/^An approval waits for you: Start phase 1, Azure, on \d+ clusters\?/)
  await page.goto('/approvals')
  await page.locator(`a[href^="/approvals/${id}/"]`).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /^Start phase 1, Azure/ })).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, 'the card scrolls sideways at 360 px').toBeLessThanOrEqual(0)
  await expectAccessible(page)
  await screenshots(page, 'approval-phone')
  const reject = page.getByRole('button', { name: 'Reject', exact: true })
  await expect(reject).toBeDisabled()
  await page.getByLabel('Comment').focus()
  await page.keyboard.type('Azure has an incident')
  await reject.press('Enter')
  await expect(launcher.getByText(/^Paused: a gate was rejected\./)).toBeVisible()
  expect(await read(api, id)).toMatchObject({ state: 'paused', pauseCause: 'gate_rejected' })
  await api.post(`/api/v1/rollouts/${id}/abort`)
  await phone.close()
})
