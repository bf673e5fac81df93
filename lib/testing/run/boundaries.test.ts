import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const script = path.resolve('lib/testing/run/boundaries.mjs')
let tree: string

beforeEach(() => {
  mkdirSync('.artifacts', { recursive: true })
  tree = mkdtempSync(path.resolve('.artifacts/boundaries-'))
  symlinkSync(path.resolve('node_modules'), path.join(tree, 'node_modules'))
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "paths": { "@/*": ["./*"] } } }',
  )
})
afterEach(() => rmSync(tree, { recursive: true }))

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(tree, name)), { recursive: true })
  writeFileSync(path.join(tree, name), text)
}

/** Names the rules that a small tree breaks, each with the file that breaks it. */
function broken(files: Record<string, string>): string[] {
  for (const [name, imported] of Object.entries(files)) {
    const lines = imported.split(' ').filter(Boolean)
    write(name, `${lines.map((from) => `import '${from}'`).join('\n')}\nexport const here = 1\n`)
  }
  const { stdout, status } = spawnSync(process.execPath, [script], { cwd: tree, encoding: 'utf8' })
  const found = [...stdout.matchAll(/error (\S+): (\S+)/g)].map(([, rule, file]) => `${rule} ${file}`)
  expect(status).toBe(found.length > 0 ? 1 : 0)
  return [...new Set(found)].sort()
}

it('has nothing to say about a tree that keeps the rules', () => {
  const files = {
    'lib/core/a.ts': '',
    'lib/fleet/schemas.ts': '@/lib/core/a',
    'lib/fleet/queries.ts': '@/lib/server/sql pg',
    'lib/fleet/actions.ts': '@/lib/server/next/action @/lib/fleet/pause-it',
    'lib/fleet/pause-it.ts': '@/lib/policies/queries @/lib/server/sql',
    'lib/policies/queries.ts': './rows',
    'lib/policies/rows.ts': '',
    'lib/server/sql.ts': 'node:fs pg',
    'lib/server/next/action.ts': 'next/headers',
    'components/a.tsx': '@/lib/fleet/actions @/lib/fleet/schemas next/link',
    'app/page.tsx': '@/lib/fleet/queries @/components/a next/navigation',
    'lib/worker/main.ts': '@/lib/fleet/pause-it graphile-worker',
  }
  expect(broken(files)).toEqual([])
})

it('names every rule that is broken, and by which file', () => {
  const files = {
    'lib/core/a.ts': '@/lib/server/sql',
    'lib/core/b.ts': 'node:fs',
    'lib/server/sql.ts': 'pg next/headers',
    'lib/server/next/action.ts': '',
    'lib/fleet/queries.ts': '@/lib/policies/rows @/lib/server/next/action',
    'lib/policies/rows.ts': '@/lib/policies/round',
    'lib/policies/round.ts': '@/lib/policies/rows',
    'lib/worker/main.ts': '@/components/a',
    'lib/client/a.ts': '@/app/page',
    'app/page.tsx': '@prisma/client vitest ./missing',
    'components/a.tsx': '@/lib/fleet/helper next/server',
    'lib/fleet/helper.ts': '@/lib/testing/clock @/lib/fleet/deep',
    'lib/fleet/deep.ts': '@/lib/server/sql',
    'lib/testing/clock.ts': '',
  }
  expect(broken(files)).toEqual([
    'browser-never-reaches-the-server components/a.tsx',
    'browser-never-reaches-the-server lib/client/a.ts',
    'browser-uses-little-of-next components/a.tsx',
    'core-is-pure lib/core/a.ts',
    'core-is-pure lib/core/b.ts',
    'edge-is-for-the-edge lib/fleet/queries.ts',
    'everything-is-there app/page.tsx',
    'features-meet-at-their-doors lib/fleet/queries.ts',
    'lib-knows-no-app lib/client/a.ts',
    'next-stays-at-the-edge lib/server/sql.ts',
    'no-cycles lib/policies/round.ts',
    'prisma-stays-with-the-data app/page.tsx',
    'product-needs-no-dev-dependencies app/page.tsx',
    'product-needs-no-tests lib/fleet/helper.ts',
    'worker-knows-no-web lib/worker/main.ts',
  ])
})
