import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { playwrightCounts, summary, vitestCounts } from './counts.mjs'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'upgrader-counts-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function report(content: unknown): string {
  const file = path.join(directory, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 }
const playwright = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } }

it('adds both reports up to one line', () => {
  const all = [vitestCounts(report(vitest), 0), playwrightCounts(report(playwright), 1)]
  expect(summary(all)).toBe('9 passed, 2 failed, 5 skipped')
})

it('counts a run that failed without a failed test, or left no report, as failed', () => {
  expect(vitestCounts(report(vitest), 1)).toMatchObject({ passed: 5, failed: 1 })
  expect(vitestCounts('/nowhere', 0)).toMatchObject({ passed: 0, failed: 1 })
  expect(playwrightCounts('/nowhere', 0)).toMatchObject({ passed: 0, failed: 1 })
})
