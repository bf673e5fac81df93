import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { RolloutDto } from '@/lib/rollouts/dto'
import { expect, test } from '../fixtures'
import type { Api } from '../fixtures/api'
import { addMember, signIn } from '../fixtures/people'
import { live } from '../fixtures/watched-rollout'

const on = (provider: string) =>
  `cluster.kind == "kafka" && cluster.tier == "internal" && cluster.provider == "${provider}"`
const read = (api: Api, id: string) => api.get<RolloutDto>(`/api/v1/rollouts/${id}`)
const sheetOf = (page: Page) => page.getByRole('dialog', { name: /^Change the rest of/ })
const proposalOn = (page: Page) => page.getByRole('region', { name: /^Change the rest as amend-operator/ })

let started: string | null = null
test.afterEach(async ({ api }) => {
  if (started) await api.post(`/api/v1/rollouts/${started}/abort`, { cancelInFlight: true })
  started = null
})

/** Launches two phases beside each other whose clusters take longer than the test: one runs, one asks first. */
async function launch(api: Api): Promise<string> {
  const name = `amended-${randomBytes(4).toString('hex')}`
  await api.put(`/api/v1/operations/${name}`, {
    apiVersion: 'upgrader/v1',
    kind: 'Operation',
    metadata: { name, title: 'Amended operation' },
    spec: { apply: { driver: 'simulator', with: { seconds: 300 } } },
  })
  const { id } = await api.post<{ id: string }>('/api/v1/rollouts', {
    operation: name,
    params: {},
    title: 'Amended rollout',
    select: `(${on('azure')}) || (${on('gcp')})`,
    policy: {
      apiVersion: 'upgrader/v1',
      kind: 'Policy',
      metadata: { name },
      spec: {
        phases: [
          { id: 'azure', title: 'Azure', select: on('azure'), maxInFlight: 2 },
          {
            id: 'gcp',
            title: 'Google Cloud',
            after: [],
            select: on('gcp'),
            maxInFlight: 3,
            before: [{ approval: { count: 1, role: 'approver' } }],
          },
        ],
      },
    },
  })
  started = id
  await expect.poll(async () => (await read(api, id)).counts.applying).toBe(2)
  return id
}

/** Writes another text in place of the policy that stands in the editor. */
async function rewrite(page: Page, change: [string, string]): Promise<void> {
  const id = /rollouts\/(\d+)/.exec(page.url())?.[1]
  const { source } = (await (await page.request.get(`/api/v1/rollouts/${id}/policy`)).json()) as {
    source: string
  }
  expect(source).toContain(change[0])
  const editor = sheetOf(page).getByRole('textbox', { name: 'The policy of what is left as YAML' })
  await editor.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(source.replace(...change))
}

test('by keyboard a lower limit of the rest holds at once; what cannot be is refused at its line; a wider one waits for somebody else, who sees what it changes and approves it', async ({
  page,
  api,
  browser,
  baseURL,
  expectAccessible,
}) => {
  const id = await launch(api)
  await signIn(page, await addMember(api, 'amend-operator', 'operator'))
  await page.goto(`/rollouts/${id}`)
  await live(page)
  const sheet = sheetOf(page)
  const apply = sheet.getByRole('button', { name: 'Apply now' })

  await page.keyboard.press('e')
  await expect(apply).toBeDisabled()
  await sheet
    .getByRole('group', { name: 'Azure' })
    .getByRole('textbox', { name: 'In flight at most' })
    .fill('1')
  await expect(sheet.getByText('It only tightens')).toBeVisible()
  await expect(sheet.getByRole('region', { name: 'What differs' })).toContainText('in flight at most: 2 → 1')
  // Escape lets Tab out of the text; it does not close what one writes in.
  await sheet.getByRole('textbox', { name: 'The policy of what is left as YAML' }).press('Escape')
  // Nor does a key of the page behind it, which would leave with what was written.
  await sheet.getByRole('button', { name: 'Close' }).press('c')
  await apply.press('Enter')
  await expect(sheet).toBeHidden()
  expect((await read(api, id)).phases[0]?.maxInFlight).toBe(1)

  await page.keyboard.press('e')
  await rewrite(page, ['provider == "azure"', 'provider == "aws"'])
  await expect(
    sheet.getByRole('button', {
      name: /Phase “Azure” has begun, so which clusters .* put it back.*line \d+$/,
    }),
  ).toBeVisible()
  await expect(apply).toBeDisabled()
  await rewrite(page, ['maxInFlight: 1', 'maxInFlight: 4'])
  await expect(sheet.getByText('Phase “Azure” has up to 4 in flight instead of 1.')).toBeVisible()
  await expectAccessible(page)
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('The window is short')
  await sheet.getByRole('button', { name: 'Propose it' }).press('Enter')
  await expect(sheet).toBeHidden()

  const mine = proposalOn(page)
  await expect(mine).toContainText('The rollout does not wait for this')
  await mine.getByRole('button', { name: 'Look at it' }).press('Enter')
  await expect(mine.getByRole('button', { name: 'Approve' })).toBeDisabled()
  await expect(mine.getByRole('button', { name: 'Withdraw' })).toBeEnabled()
  await expect(page.getByRole('region', { name: 'Waiting for' })).not.toContainText(/amend|propose|change/i)
  expect((await read(api, id)).phases[0]?.maxInFlight).toBe(1)

  const phone = await browser.newContext({
    ...(baseURL && { baseURL }),
    viewport: { width: 360, height: 740 },
  })
  const other = await phone.newPage()
  await signIn(other, await addMember(api, 'amend-approver', 'approver'))
  await other.goto('/approvals')
  await other
    .getByRole('link', { name: /^Change the rest as amend-operator/ })
    .first()
    .press('Enter')
  const theirs = proposalOn(other)
  await expect(theirs).toContainText('Phase “Azure” has up to 4 in flight instead of 1.')
  await expect(theirs).toContainText('“The window is short”')
  await expect(theirs).toContainText('What has happened so far')
  const overflow = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, 'the page scrolls sideways at 360 px').toBeLessThanOrEqual(0)
  await expectAccessible(other)
  await theirs.getByRole('button', { name: 'Approve' }).press('Enter')
  await expect(theirs).toBeHidden()
  await phone.close()
  await expect(mine).toBeHidden()
  await expect.poll(async () => (await read(api, id)).counts.applying).toBe(4)
})

test('an approval comes with lower limits, which hold for what it lets go', async ({ page, api }) => {
  const id = await launch(api)
  await signIn(page, await addMember(api, 'amend-approver', 'approver'))
  await page.goto(`/approvals/${id}/gcp.before.0`)
  await page.getByText('Approve with lower limits').click()
  const limit = page.getByRole('textbox', { name: 'In flight at most' })
  await limit.fill('3')
  await expect(page.getByText('Give a whole number from 1 to 2, or nothing.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeDisabled()
  await limit.fill('1')
  await page.getByRole('button', { name: 'Approve, limited' }).press('Enter')
  await expect.poll(async () => (await read(api, id)).counts.applying).toBe(3)
  expect((await read(api, id)).phases[1]).toMatchObject({ state: 'running', maxInFlight: 1 })
})
