// `npm run verify`: all that can be judged without running anything, in under a minute. For every commit.
import { ensureInstalled } from '../../start/install.mjs'

ensureInstalled()
const { register } = await import('tsx/esm/api')
register()
const { generateClient } = await import('../../start/build.ts')
const { runQuietly } = await import('./steps.mjs')

const node = process.execPath
const checks = [
  {
    name: 'format and lint',
    argv: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  },
  { name: 'types', argv: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  { name: 'boundaries', argv: ['lib/testing/run/boundaries.mjs'] },
  { name: 'dead code', argv: ['node_modules/knip/bin/knip.js', '--no-progress'] },
]

await generateClient()
let failed = 0
const queue = [...checks]
// Two at a time: more would only wait for one another on a small machine.
await Promise.all([work(), work()])
process.exitCode = failed > 0 ? 1 : 0

async function work() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const startedAt = performance.now()
    const { code, output } = await runQuietly(node, check.argv)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    if (code !== 0) {
      failed++
      process.stdout.write(`${output.trimEnd()}\n`)
    }
    process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${check.name} (${seconds} s)\n`)
  }
}
