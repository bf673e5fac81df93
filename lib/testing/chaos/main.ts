/**
 * `npm run chaos -- --seed S --minutes M`: the product as real processes, everything killed, frozen and cut off
 * that can be, judged from outside. Rounds are begun until the minutes are over; at least one is played. The seed
 * decides what goes wrong in which order; when exactly, the machine decides.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { freePort } from '@/lib/server/embedded-postgres/access'
import { build } from '@/lib/start/build'
import { openApi } from './api'
import { startProduct } from './product'
import { compose } from './programme'
import { playRound } from './round'

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string', default: '1' } },
})
const seed = values.seed ?? String(randomInt(1, 1_000_000))
const minutes = Number(values.minutes)
const say = (line: string) => process.stdout.write(`${line}\n`)

await build()
say(`Chaos with seed ${seed}; again: npm run chaos -- --seed ${seed} --minutes ${values.minutes}`)
const began = performance.now()
const product = await startProduct(await freePort())
let failed = 0
try {
  await compose(openApi(product.url, product.tokens.admin))
  for (let round = 1; round === 1 || performance.now() - began < minutes * 60_000; round++) {
    say(`Round ${round}`)
    const { violations, facts } = await playRound(product, seed, round, say)
    say(
      `  ${Object.entries(facts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
    )
    for (const words of violations) say(`  VIOLATED: ${words}`)
    failed += violations.length
  }
} catch (error) {
  failed += 1
  say(
    `  FAILED: ${error instanceof Error ? (error.cause ? `${error.message} (${error.cause})` : error.message) : error}`,
  )
} finally {
  await product.stop()
}
say(failed === 0 ? 'Every promise was kept.' : `The output of the processes is in ${product.logs}.`)
process.exit(failed === 0 ? 0 : 1)
