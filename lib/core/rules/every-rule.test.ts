import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The first column of the table of decided rules. */
function decidedRules(): string[] {
  const page = readFileSync('docs/language.md', 'utf8')
  const from = page.indexOf('## Rules that the best systems disagree on')
  const rows = page.slice(from, page.indexOf('\n## ', from + 3)).match(/^\| .+$/gm) ?? []
  return rows.map((row) => row.split('|')[1]?.trim() ?? '').filter((name) => !/^(question|-+)$/.test(name))
}

it('every decided rule of the language page has a test that is named like it', () => {
  const rules = decidedRules()
  expect(rules.length).toBeGreaterThan(30)
  const tests = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(`lib/${file}`, 'utf8'))
  const named = (rule: string) => tests.some((text) => text.includes(`'rule: ${rule}`))
  expect(rules.filter((rule) => !named(rule))).toEqual([])
})
