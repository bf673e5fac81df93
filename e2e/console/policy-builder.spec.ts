import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'
import type { Api } from '../fixtures/api'
import { addMember, signIn } from '../fixtures/people'
import { screenshots } from '../fixtures/screenshots'

const linesOf = (page: Page) =>
  page.getByRole('list', { name: 'Phases', exact: true }).getByRole('button', { name: /^Phase \d+: / })
const yamlOf = (page: Page) => page.getByLabel('The policy as YAML')
const nameOf = (stem: string) => `${stem}-${Date.now().toString(36)}`

const source = (name: string, phases: string) =>
  `apiVersion: upgrader/v1\nkind: Policy\nmetadata: { name: ${name}, title: Of a test }\nspec:\n  phases:\n${phases}`
const two = `    # The first is careful.
    - { id: one, title: One, select: cluster.provider == "azure", maxInFlight: 1 }
    - { id: two, title: Two, select: "true", maxInFlight: 10% }
`

/** A policy of one's own, as the sample has it, so that no draft of another test is opened. */
async function openClouds(page: Page, api: Api, query = ''): Promise<void> {
  const name = nameOf('clouds')
  const { source: text } = await api.get<{ source: string }>('/api/v1/policies/cloud-by-cloud')
  await api.put(
    `/api/v1/policies/${name}`,
    text.replace('name: cloud-by-cloud', `name: ${name}`),
    'application/yaml',
  )
  await page.goto(`/policies/${name}${query}`)
}

test('a policy is composed by the keyboard alone', async ({ adminPage: page }) => {
  await page.goto('/policies/new')
  await page.getByLabel('Name').focus()
  await page.keyboard.type(nameOf('keys'))
  await page.keyboard.press('Enter')
  const lines = linesOf(page)
  await expect(lines).toHaveCount(3)

  await lines.nth(0).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(lines.nth(1)).toHaveAccessibleName('Phase 2: Azure')
  await expect(lines.nth(1)).toBeFocused()

  await page.keyboard.press('d')
  await expect(lines).toHaveCount(4)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(lines).toHaveCount(3)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(lines.nth(0)).toHaveAccessibleName('Phase 1: Azure')
  await page.keyboard.press('ControlOrMeta+Shift+z')
  await expect(lines.nth(1)).toHaveAccessibleName('Phase 2: Azure')

  await lines.nth(1).focus()
  await page.keyboard.press('p')
  await expect(page.getByText('2 phases start together')).toBeVisible()
  await expect(yamlOf(page)).toContainText('after: [ aws-part, azure ]')
  await page.keyboard.press('p')
  await expect(page.getByText('2 phases start together')).toBeHidden()

  await lines.nth(2).focus()
  await page.keyboard.press('Delete')
  await expect(lines).toHaveCount(2)
  await expect(lines.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(lines.nth(1)).toHaveAttribute('aria-expanded', 'true')

  await page.keyboard.press('?')
  await expect(page.getByText('Start together with the one above, or after it')).toBeVisible()
})

test('a phase is copied and pasted as YAML text', async ({ adminPage: page, api, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openClouds(page, api)
  const lines = linesOf(page)
  await lines.nth(0).focus()
  await page.keyboard.press('ControlOrMeta+c')
  await lines.nth(2).focus()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(lines).toHaveCount(4)
  await expect(lines.nth(3)).toHaveAccessibleName('Phase 4: Azure')
  await expect(yamlOf(page)).toContainText('id: azure-2')
})

test('a mistake in the text is named at its line, and mended there', async ({ adminPage: page, api }) => {
  await openClouds(page, api)
  // A word of its own once the text is coloured; before that, its line.
  const first = yamlOf(page)
    .locator('span', { hasText: /^maxInFlight$/ })
    .first()
  await first.dblclick()
  await page.keyboard.type('maxInFlihgt')
  const problem = page.getByRole('list', { name: 'Problems' }).getByText(/did you mean maxInFlight/)
  await expect(problem).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeDisabled()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(problem).toBeHidden()
})

test('a card and the text are one: what is edited in one shows in the other', async ({
  adminPage: page,
  api,
}) => {
  await openClouds(page, api)
  await page.getByRole('button', { name: 'Phase 1: Azure' }).click()
  const limit = page.getByLabel('In flight at most')
  await limit.fill('7')
  await expect(yamlOf(page)).toContainText('maxInFlight: 7')
  await limit.fill('7, 10%')
  await expect(yamlOf(page)).toContainText('maxInFlight: [ 7, 10% ]')
  await expect(page.getByText(/the smaller of 7 and 10% \(of 72\) = 7/)).toBeVisible()
  await limit.fill('a lot')
  await expect(page.getByText(/expected a whole number or a share/).first()).toBeVisible()

  await limit.fill('7')
  await page.getByRole('button', { name: 'Window', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Next openings' }).getByRole('listitem')).toHaveCount(3)
  await page.getByLabel('From').fill('25:00')
  await expect(page.getByText(/expected a time such as 09:30/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Remove: Window' }).click()

  await page.getByLabel('Failures tolerated').fill('3')
  await expect(page.getByText('3 failures are tolerated, the 4th pauses').last()).toBeVisible()
})

test('a selector is edited as tokens and as text, and its count follows and is confirmed', async ({
  adminPage: page,
  api,
}) => {
  await openClouds(page, api)
  await page.getByRole('button', { name: 'Phase 1: Azure' }).click()
  await page.getByRole('button', { name: 'Condition: provider = azure' }).click()
  await page.getByLabel('Value').fill('aws')
  await expect(page.getByText('Matches 100 clusters')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('confirmed')).toBeVisible()
  await page.getByRole('button', { name: 'Expression' }).click()
  const text = page.getByLabel('Which clusters as an expression')
  await expect(text).toHaveValue('cluster.provider == "aws"')
  await text.fill('cluster.provider == "aws" || !(cluster.tier == "internal" && cluster.weight > 3)')
  await page.getByRole('button', { name: 'Conditions' }).click()
  await expect(page.getByRole('button', { name: 'Condition: weight is more than 3' })).toBeVisible()
  await page.getByRole('button', { name: 'Condition: provider = aws' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Expression' }).click()
  await expect(text).toHaveValue('cluster.provider == "aws" || !(cluster.weight > 3)')
})

test('a phase is dragged to another place', async ({ adminPage: page, api }) => {
  await openClouds(page, api)
  const cards = page.getByRole('list', { name: 'Phases', exact: true }).getByRole('listitem')
  const lines = linesOf(page)
  await expect(lines.nth(2)).toBeVisible()
  const from = await cards.first().locator('span').first().boundingBox()
  const to = await cards.nth(2).boundingBox()
  if (!from || !to) throw new Error('the cards are not drawn')
  await page.mouse.move(from.x + 5, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + 20, from.y + 40, { steps: 5 })
  await page.mouse.move(to.x + 40, to.y + to.height - 4, { steps: 10 })
  await page.mouse.up()
  await expect(lines.nth(2)).toHaveAccessibleName('Phase 3: Azure')
})

test('two people change one policy; whoever is second brings both together', async ({ api, browser }) => {
  const name = nameOf('shared')
  await api.put(`/api/v1/policies/${name}`, source(name, two), 'application/yaml')
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, await addMember(api, 'editor', 'admin'))
  await page.goto(`/policies/${name}`)
  await page.getByRole('button', { name: 'Phase 1: One' }).click()
  await page.getByLabel('In flight at most').fill('5')
  await expect(page.getByText('Draft saved, visible to you only')).toBeVisible()

  const theirs = two
    .replace('maxInFlight: 10%', 'maxInFlight: 20%')
    .replace('maxInFlight: 1 ', 'maxInFlight: 2 ')
  await api.put(`/api/v1/policies/${name}`, source(name, theirs), 'application/yaml')
  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByRole('button', { name: 'Bring both together…' }).click()

  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('1 conflict is to be decided.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Continue with the merged text' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Yours' }).click()
  await dialog.getByRole('button', { name: 'Continue with the merged text' }).click()
  await page.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByText('Revision 3 is published')).toBeVisible()
  const { document } = await api.get<{ document: { spec: { phases: object[] } } }>(`/api/v1/policies/${name}`)
  expect(document.spec.phases).toMatchObject([{ maxInFlight: 5 }, { maxInFlight: '20%' }])
  await context.close()
})

test('the other views: graph, plan with rehearsal, and the difference in three ways', async ({
  adminPage: page,
  api,
  expectAccessible,
}) => {
  await openClouds(page, api, '?view=graph')
  const graph = page.getByRole('region', { name: 'Order of the phases' })
  await graph.getByRole('button', { name: /A third of AWS/ }).click()
  await page.getByRole('textbox', { name: 'Take', exact: true }).fill('50%')

  await page.getByRole('tab', { name: 'Difference' }).click()
  await expect(page.getByRole('list', { name: 'What it means' })).toContainText('take: 34% → 50%')
  await page.getByRole('button', { name: 'Text', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Difference of the text' })).toContainText(/\+\s+take: 50%/)
  await page.getByRole('button', { name: 'Effect' }).click()
  await expect(page.getByRole('list', { name: 'Effect on the fleet' })).toContainText('34 → 50')
  await expectAccessible(page)

  await page.getByRole('tab', { name: 'Plan' }).click()
  await page.getByRole('combobox', { name: 'Operation to plan' }).click()
  await page.getByRole('option', { name: 'sample-kafka-upgrade' }).click()
  await page.getByLabel(/Target version/).fill('4.1.0')
  await page.getByRole('button', { name: 'Rehearse it' }).click()
  await expect(page.getByRole('region', { name: 'Rehearsal' })).toContainText('At worst')
  await expectAccessible(page)
})

for (const count of [2, 12]) {
  test(`${count} phases are readable and accessible, light and dark, wide and at 360 px`, async ({
    api,
    adminPage: page,
    expectAccessible,
  }) => {
    const name = nameOf(`many-${count}`)
    const phases = Array.from(
      { length: count },
      (_, i) =>
        `    - { id: p${i}, title: Phase of ring ${i}, select: 'cluster.weight >= ${count - i}', failureBudget: { max: ${i} }${i % 5 === 3 ? `, after: [p${i - 2}]` : ''} }\n`,
    )
    await api.put(`/api/v1/policies/${name}`, source(name, phases.join('')), 'application/yaml')
    await page.goto(`/policies/${name}?view=graph`)
    await linesOf(page).nth(1).click()
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 })
      await screenshots(page, `builder-${count}`)
      await page.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light' })
      await expectAccessible(page)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, 'the page scrolls sideways').toBeLessThanOrEqual(0)
    }
  })
}
