import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { failureText, playwrightFailures, vitestFailures } from './failures.mjs'

const modules = path.resolve('node_modules')
let tree: string
let report: string
beforeEach(() => {
  mkdirSync('.artifacts', { recursive: true })
  tree = mkdtempSync(path.resolve('.artifacts/failures-'))
  report = path.join(tree, 'report.json')
})
afterEach(() => rmSync(tree, { recursive: true }))
vi.setConfig({ testTimeout: 120_000 })
afterAll(() => vi.resetConfig())

function run(program: string, argv: string[], env: Record<string, string> = {}): void {
  const options = { cwd: tree, env: { PATH: process.env.PATH, ...env } as unknown as NodeJS.ProcessEnv }
  const { status } = spawnSync(process.execPath, [path.join(modules, program), ...argv], options)
  expect(status).toBe(1)
}

it('names what failed in a run of vitest, a file that cannot be read among it', () => {
  writeFileSync(path.join(tree, 'vitest.config.mjs'), 'export default { test: {} }')
  const tests = [
    "import { describe, expect, it } from 'vitest'",
    "describe('sums', () => it('adds up', () => expect(1 + 1).toBe(3)))",
    "it('passes', () => {})",
  ]
  writeFileSync(path.join(tree, 'a.test.mjs'), tests.join('\n'))
  writeFileSync(path.join(tree, 'b.test.mjs'), "import './not-there.mjs'")
  run('vitest/vitest.mjs', ['run', '--root', tree, '--reporter=json', `--outputFile=${report}`])
  const text = failureText(vitestFailures(report))
  expect(text).toContain('a.test.mjs › sums adds up\n  AssertionError: expected 2 to be 3')
  expect(text).toMatch(/b\.test\.mjs\n {2}.*not-there\.mjs/)
  expect(text.match(/^FAILED/gm)).toHaveLength(2)
})

it('names what failed in a run of Playwright, what passed only when repeated among it', () => {
  const config = {
    testDir: tree,
    outputDir: path.join(tree, 'left'),
    retries: 1,
    reporter: [['json', { outputFile: report }]],
  }
  writeFileSync(path.join(tree, 'playwright.config.mjs'), `export default ${JSON.stringify(config)}`)
  const tests = [
    "import { expect, test } from '@playwright/test'",
    "test.describe('sums', () => test('adds up', () => expect(1 + 1).toBe(3)))",
    "test('wavers', ({}, { retry }) => expect(retry).toBe(1))",
    "test('passes', () => {})",
  ]
  writeFileSync(path.join(tree, 'a.spec.mjs'), tests.join('\n'))
  run('@playwright/test/cli.js', ['test'])
  const text = failureText(playwrightFailures(report))
  expect(text).toMatch(/a\.spec\.mjs:2 › adds up\n {2}Error: .*toBe/)
  expect(text).toMatch(/a\.spec\.mjs:3 › wavers\n {2}Error: .*toBe/)
  expect(text.match(/^FAILED/gm)).toHaveLength(2)
})

it('has nothing to say where there is no report', () => {
  expect([...vitestFailures(report), ...playwrightFailures(report)]).toEqual([])
})
