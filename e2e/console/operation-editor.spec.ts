import { randomBytes } from 'node:crypto'
import { expect, test } from '../fixtures'

const documentOf = (name: string, seconds: number) => `apiVersion: upgrader/v1
kind: Operation
metadata: { name: ${name}, title: Edited operation }
spec:
  params:
    type: object
    properties: { level: { type: integer, title: Level } }
  apply: { driver: simulator, with: { seconds: ${seconds} } }
`

test('an operation is edited by keyboard: the mistake is named at its line, mended, published; revisions differ', async ({
  adminPage: page,
  api,
}) => {
  const name = `edited-${randomBytes(4).toString('hex')}`
  await api.put(`/api/v1/operations/${name}`, documentOf(name, 1), 'application/yaml')
  await page.goto(`/operations/${name}`)
  await page.getByRole('link', { name: 'Edit', exact: true }).focus()
  await page.keyboard.press('Enter')
  const checked = page.getByRole('status').filter({ hasText: 'checked with its driver and checks' })
  await expect(checked).toBeVisible()
  await expect(page.getByLabel(/^Level/)).toBeVisible()

  const text = page.getByLabel('The operation as YAML')
  await text.focus()
  await page.keyboard.press('Control+a')
  // What only the server knows: the schema of the parameters, and the driver's own section.
  await page.keyboard.insertText(documentOf(name, 2).replace('type: integer', 'type: intejer'))
  const problems = page.getByRole('list', { name: 'Problems' })
  await expect(problems.getByText(/not a JSON Schema/)).toBeVisible()
  await expect(problems.getByText('line 7')).toBeVisible()
  const publish = page.getByRole('button', { name: 'Publish…' })
  await expect(publish).toBeDisabled()

  await text.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(documentOf(name, 2))
  await expect(checked).toBeVisible()
  await expect(publish).toBeEnabled()
  await publish.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: `Publish revision 2 of ${name}` })
  await expect(dialog).toContainText('seconds: 2')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/operations/${name}`)
  await expect(page.getByText('revision 2').first()).toBeVisible()

  await page.goto(`/operations/${name}/edit`)
  const first = page.getByRole('listitem').filter({ hasText: /^1/, hasNotText: 'in use' })
  await first.getByRole('button', { name: 'Difference' }).press('Enter')
  await page.getByRole('button', { name: 'Take over the text of revision 1' }).press('Enter')
  await expect(text).toContainText('seconds: 1')
  await expect(page.getByText('unpublished changes')).toBeVisible()
})
