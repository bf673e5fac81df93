import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Files and names of tests, in the order in which the page about testing has them. */
function namedTests(): { file: string; name: string }[] {
  const page = readFileSync('docs/testing.md', 'utf8')
  const table = page.slice(page.indexOf('## What was broken on purpose')).match(/^\| \d+ .+$/gm) ?? []
  return table.flatMap((row) => {
    let file = ''
    return [...row.matchAll(/`([\w/.-]+\.test\.ts)`|“([^”]+)”/g)].map(([, path, name = '']) => {
      file = path ?? file
      return { file, name }
    })
  })
}

it('every test that the page about testing names is there', () => {
  const named = namedTests()
  expect(named.length).toBeGreaterThan(50)
  const isThere = ({ file, name }: { file: string; name: string }) => {
    if (!existsSync(`lib/${file}`)) return false
    const text = readFileSync(`lib/${file}`, 'utf8')
    return name.split('…').every((part) => text.includes(part.trim()))
  }
  expect(named.filter((one) => !isThere(one))).toEqual([])
})
