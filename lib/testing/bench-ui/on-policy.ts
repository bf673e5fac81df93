import type { Page } from '@playwright/test'
import type { Interaction } from './interaction'

const lines = (page: Page) =>
  page.getByRole('list', { name: 'Phases', exact: true }).getByRole('button', { name: /^Phase \d+: / })
const order = `[...document.querySelectorAll('[aria-label^="Phase "]')].map((one) => one.getAttribute('aria-label')).join()`
const matched = `[...document.querySelectorAll('[role=status]')].find((one) => one.textContent.startsWith('Matches'))?.textContent`

/** Moving a phase and undoing it, in turns. */
const movePhase: Interaction = {
  name: 'move a phase, and undo it',
  event: 'keydown',
  shows: order,
  act: async (page, round) => {
    if (round % 2 === 1) return page.keyboard.press('Control+z')
    await lines(page).nth(1).focus()
    await page.keyboard.press('Alt+ArrowDown')
  },
}

const editSelector: Interaction = {
  name: 'edit a selector, until the new count',
  event: 'input',
  shows: matched,
  act: (page, round) => page.getByLabel('Value').fill(['aws', 'gcp', 'azure'][round % 3] ?? ''),
}

/** Brings the builder to where each of its interactions begins. */
export const onPolicy: readonly (readonly [begin: (page: Page) => Promise<void>, Interaction])[] = [
  [(page) => lines(page).nth(1).focus(), movePhase],
  [
    async (page) => {
      await lines(page).nth(1).click()
      await page.getByRole('button', { name: 'Condition: provider = azure' }).click()
    },
    editSelector,
  ],
]
