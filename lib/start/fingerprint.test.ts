import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fingerprint, whenChanged } from './fingerprint'

let directory: string
const at = (name: string) => path.join(directory, name)
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'upgrader-fingerprint-'))
  mkdirSync(at('src/deep'), { recursive: true })
  writeFileSync(at('src/a.ts'), 'a')
  writeFileSync(at('src/deep/b.ts'), 'b')
})
afterEach(() => rmSync(directory, { recursive: true }))

it('changes with content, names and new files, and with nothing else', () => {
  const seen = new Set([fingerprint([at('src'), at('missing')])])
  const differs = () => {
    const print = fingerprint([at('src'), at('missing')])
    const isNew = !seen.has(print)
    seen.add(print)
    return isNew
  }
  expect(differs()).toBe(false)
  writeFileSync(at('src/a.ts'), 'a')
  expect(differs()).toBe(false)
  writeFileSync(at('src/a.ts'), 'ab')
  expect(differs()).toBe(true)
  writeFileSync(at('src/deep/c.ts'), '')
  expect(differs()).toBe(true)
  writeFileSync(at('missing'), '')
  expect(differs()).toBe(true)
})

it('leaves out what it is told to ignore', () => {
  const ignoring = () => fingerprint([at('src')], (file) => file.endsWith('deep'))
  const before = ignoring()
  writeFileSync(at('src/deep/b.ts'), 'other')
  expect(ignoring()).toBe(before)
})

it('does a step once per wanted state, and again after it failed', async () => {
  const step = vi.fn(async () => {})
  const stamp = at('cache/stamp')
  step.mockRejectedValueOnce(new Error('disk full'))
  await expect(whenChanged(stamp, 'one', step)).rejects.toThrow('disk full')
  expect(await whenChanged(stamp, 'one', step)).toBe(true)
  expect(await whenChanged(stamp, 'one', step)).toBe(false)
  expect(await whenChanged(stamp, 'two', step)).toBe(true)
  expect(step).toHaveBeenCalledTimes(3)
})
