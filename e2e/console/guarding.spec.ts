import { randomBytes } from 'node:crypto'
import { expect, test } from '../fixtures'

/** Nothing in the fleet is of this kind: what a test leaves behind could hold up no other. */
const nothing = 'cluster.kind == "unheard-of"'

test('a freeze is announced, overridden for one rollout, held again, and called off', async ({
  adminPage: page,
  api,
}) => {
  const title = `Holidays ${randomBytes(3).toString('hex')}`
  const until = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
  const { id } = await api.post<{ id: string }>('/api/v1/rollouts', {
    operation: 'sample-kafka-upgrade',
    params: { version: '9.9.9' },
    policy: 'cloud-by-cloud',
    select: 'cluster.tier == "internal"',
    title: `Goes on in ${title}`,
    start: false,
  })
  await page.goto('/freezes')
  await page.getByRole('button', { name: 'Create a freeze' }).first().click()
  const create = page.getByRole('dialog', { name: 'Create a freeze' })
  await create.getByLabel(/^Title/).fill(title)
  await create.getByLabel(/^Reason/).fill('Nobody is on call')
  await create.getByRole('button', { name: 'Expression' }).click()
  await create.getByLabel('Clusters as an expression').fill(nothing)
  await create.getByLabel(/^Until/).fill(`${until}T08:00`)
  await create.getByText('Only at some hours of the week').click()
  await create.getByRole('button', { name: 'sat' }).click()
  await create.getByRole('button', { name: 'Create the freeze' }).click()
  await expect(create).toBeHidden()
  const item = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) })
  await expect(item.getByText(/mon–sat 08:00–18:00/)).toBeVisible()

  await item.getByRole('button', { name: 'Override', exact: true }).click()
  const override = page.getByRole('dialog', { name: `Override ${title}?` })
  await override.getByRole('combobox', { name: 'Rollout' }).click()
  await page.getByRole('option', { name: `Goes on in ${title}` }).click()
  await override.getByLabel(/^Reason/).fill('the fix cannot wait')
  await override.getByRole('button', { name: 'Override', exact: true }).click()
  await expect(item.getByText('the fix cannot wait')).toBeVisible()
  await item.getByRole('button', { name: 'End the override' }).click()
  await expect(item.getByText('override is over')).toBeVisible()

  await item.getByRole('button', { name: 'End', exact: true }).click()
  await page
    .getByRole('dialog', { name: `End ${title}?` })
    .getByRole('button', { name: 'End the freeze' })
    .click()
  await expect(item).toBeHidden()
  await api.post(`/api/v1/rollouts/${id}/abort`)
})

test('by keyboard alone a disruption budget is made, refused where it makes no sense, changed and deleted', async ({
  adminPage: page,
}) => {
  const name = `budget-${randomBytes(3).toString('hex')}`
  await page.goto('/freezes?tab=budgets')
  await page.getByRole('button', { name: 'Create a budget' }).press('Enter')
  const create = page.getByRole('dialog', { name: 'Create a disruption budget' })
  const type = async (label: RegExp, text: string) => {
    await page.getByRole('dialog').getByRole('textbox', { name: label }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(text)
  }
  await type(/^Name/, name)
  await create.getByRole('button', { name: 'Expression' }).press('Enter')
  await type(/^Clusters as an expression/, nothing)
  await type(/^At most/, 'a few')
  await page.keyboard.press('Enter')
  await expect(create.getByText('expected a whole number or a share such as 10%')).toBeVisible()
  await expect(create).toBeVisible()
  await type(/^At most/, '10%')
  await page.keyboard.press('Enter')
  await expect(create).toBeHidden()
  const item = page.getByRole('listitem').filter({ hasText: name })
  await expect(item.getByText(/^At most 10%/)).toBeVisible()

  await item.getByRole('button', { name: 'Edit' }).press('Enter')
  await type(/^At most/, '3')
  await page.keyboard.press('Enter')
  await expect(item.getByText(/^At most 3/)).toBeVisible()
  await item.getByRole('button', { name: 'Delete' }).press('Enter')
  await page
    .getByRole('dialog', { name: /^Delete/ })
    .getByRole('button', { name: /^Delete/ })
    .press('Enter')
  await expect(item).toBeHidden()
})

test('a token is made with fewer rights, shown once, works, and is revoked', async ({
  adminPage: page,
  baseURL,
  playwright,
}) => {
  const name = `pipeline ${randomBytes(3).toString('hex')}`
  await page.goto('/settings?tab=tokens')
  await page.getByRole('button', { name: 'Create a token' }).click()
  const create = page.getByRole('dialog', { name: 'Create a token' })
  await create.getByLabel(/^What it is for/).fill(name)
  await create.getByText('viewer', { exact: true }).click()
  await create.getByRole('button', { name: 'Create', exact: true }).click()
  const made = page.getByRole('dialog', { name: 'The token was created' })
  const token = (await made.getByText(/^cu_/).first().textContent())?.trim() ?? ''
  await made.getByRole('button', { name: 'Done' }).click()
  const request = await playwright.request.newContext({
    ...(baseURL && { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  })
  expect((await request.get('/api/v1/clusters?limit=1')).status()).toBe(200)
  expect((await request.post('/api/v1/line/stop', { data: { reason: 'no' } })).status()).toBe(403)
  await page.getByRole('row', { name }).getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('row', { name }).getByText('revoked')).toBeVisible()
  expect((await request.get('/api/v1/clusters?limit=1')).status()).toBe(401)
  await request.dispose()
})
