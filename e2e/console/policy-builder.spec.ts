import { expect, test } from '../fixtures'

test('a policy is composed by the keyboard alone', async ({ adminPage: page }) => {
  await page.goto('/policies/new')
  await page.getByLabel('Name').focus()
  await page.keyboard.type(`keys-${Date.now().toString(36)}`)
  await page.keyboard.press('Enter')
  const lines = page
    .getByRole('list', { name: 'Phases', exact: true })
    .getByRole('button', { name: /^Phase \d: / })
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
  await page.keyboard.press('Enter')
  await expect(lines.nth(1)).toHaveAttribute('aria-expanded', 'true')
})

test('a mistake in the text is named at its line, and mended there', async ({ adminPage: page }) => {
  await page.goto('/policies/cloud-by-cloud')
  const editor = page.getByLabel('The policy as YAML')
  const first = editor.getByText('maxInFlight').first()
  await first.dblclick()
  await page.keyboard.type('maxInFlihgt')
  const problem = page.getByRole('list', { name: 'Problems' }).getByText(/did you mean maxInFlight/)
  await expect(problem).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish…' })).toBeDisabled()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(problem).toBeHidden()
})

test('a card and the text are one: what is edited in one shows in the other', async ({ adminPage: page }) => {
  await page.goto('/policies/cloud-by-cloud')
  await page.getByRole('button', { name: 'Phase 1: Azure' }).click()
  await page.getByLabel('In flight at most').fill('7')
  await expect(page.getByLabel('The policy as YAML')).toContainText('maxInFlight: 7')
  await page.getByLabel('In flight at most').fill('a lot')
  await expect(page.getByText(/expected a whole number or a share/).first()).toBeVisible()
})

test('a phase is dragged to another place', async ({ adminPage: page }) => {
  await page.goto('/policies/cloud-by-cloud')
  const cards = page.getByRole('list', { name: 'Phases', exact: true }).getByRole('listitem')
  const lines = page
    .getByRole('list', { name: 'Phases', exact: true })
    .getByRole('button', { name: /^Phase \d: / })
  const last = lines.nth(2)
  await expect(last).toBeVisible()
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
