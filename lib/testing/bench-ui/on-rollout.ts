import type { Page } from '@playwright/test'
import { exists, type Interaction, text } from './interaction'

const openTab = `document.querySelector('[role=tab][aria-selected=true]')?.textContent`
const timelineWindow = `document.querySelector('[data-window]')?.dataset.window`
const grouping = `document.querySelector('[data-grouping]')?.dataset.grouping`
const isPaused = `[...document.querySelectorAll('button')].some((one) => one.textContent === 'Resume')`

const closeDialog = async (page: Page) => {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

/** What an operator does on the page of a running rollout, by the tab on which it begins. */
export const onRollout: readonly (readonly [tab: string, interactions: readonly Interaction[]])[] = [
  [
    'map',
    [
      {
        name: 'hover a cell',
        event: 'pointermove',
        shows: text('[role=tooltip] .ident'),
        act: async (page, round) => {
          const box = await page.getByRole('listbox').boundingBox()
          if (box) await page.mouse.move(box.x + 60 + round * 9, box.y + 175 + (round % 5) * 9)
        },
      },
      {
        name: 'next failure',
        event: 'keydown',
        shows: text('#map-cell'),
        act: (page) => page.keyboard.press('n'),
      },
      {
        name: 'open the drawer',
        event: 'keydown',
        shows: exists('[role=dialog] h2'),
        act: (page) => page.keyboard.press('Enter'),
        reset: async (page) => {
          await closeDialog(page)
          await page.getByRole('listbox').focus()
        },
      },
      {
        name: 'regroup',
        event: 'click',
        shows: grouping,
        act: (page, round) =>
          page.getByRole('button', { name: round % 2 === 0 ? 'Version' : 'Phase', exact: true }).click(),
      },
      {
        name: 'palette',
        event: 'keydown',
        shows: exists('[role=dialog] input'),
        act: (page) => page.keyboard.press('Control+k'),
        reset: closeDialog,
      },
    ],
  ],
  [
    'timeline',
    [
      {
        name: 'zoom',
        event: 'wheel',
        shows: timelineWindow,
        act: async (page, round) => {
          const box = await page.getByRole('region', { name: /^Timeline/ }).boundingBox()
          if (!box) return
          await page.mouse.move(box.x + 700, box.y + 60)
          await page.keyboard.down('Control')
          await page.mouse.wheel(0, round % 2 === 0 ? -200 : 150)
          await page.keyboard.up('Control')
        },
      },
      {
        name: 'pan',
        event: 'wheel',
        shows: timelineWindow,
        act: (page, round) => page.mouse.wheel(round % 2 === 0 ? -120 : 120, 0),
      },
    ],
  ],
  [
    'targets',
    [
      {
        name: 'filter keystroke',
        event: 'keydown',
        shows: `document.querySelector('table')?.getAttribute('aria-rowcount')`,
        act: (page, round) => page.getByRole('textbox', { name: /^Words/ }).press('56789'[round % 5] ?? '5'),
        reset: (page) => page.getByRole('textbox', { name: /^Words/ }).fill(''),
      },
      {
        name: 'select all matching',
        event: 'click',
        shows: text('[data-selected]'),
        act: (page) => page.getByRole('checkbox', { name: /^Select all/ }).click(),
      },
      {
        name: 'switch view',
        event: 'click',
        shows: openTab,
        act: (page, round) =>
          page.getByRole('tab', { name: ['Map', 'Timeline', 'Clusters'][round % 3] }).click(),
      },
      {
        name: 'pause, until it is in force',
        event: 'click',
        shows: isPaused,
        rounds: 10,
        act: (page) => page.getByRole('button', { name: 'Pause', exact: true }).click(),
        reset: async (page) => {
          await page.getByRole('button', { name: 'Resume', exact: true }).click()
          await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()
        },
      },
    ],
  ],
]
