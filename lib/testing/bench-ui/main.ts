/**
 * `npm run bench:ui`: the live page in a real Chromium against the whole product, with a rollout of 10,000 clusters
 * that the engine carries with its simulator at about a thousand changes a second. Beside it, in the same run, what
 * people would otherwise use. Give sizes as arguments for others (`npm run bench:ui -- 50000`); BENCH_SHORT=1 watches
 * for 10 s instead of 60 s. `npm run bench:ui -- long` watches memory for ten minutes, `-- long 3` for three. Ends
 * with 1 when a part could not be measured. See docs/performance.md.
 */
import { benchLong } from './long'
import { failures, say } from './parts'
import { startProduct } from './product'
import { benchSize } from './size'

const [first, ...rest] = process.argv.slice(2)
const long = first === 'long'
const numbers = (long ? rest : process.argv.slice(2)).map(Number)
if (numbers.some((number) => !(number > 0)) || (long && numbers.length > 1)) {
  process.stderr.write('Usage: npm run bench:ui [-- <clusters> …], or npm run bench:ui -- long [<minutes>]\n')
  process.exit(2)
}

const product = await startProduct().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void product.stop().finally(() => process.exit(130)))
}
try {
  if (long) await benchLong(product, numbers[0] ?? 10)
  else for (const size of numbers.length > 0 ? numbers : [10_000]) await benchSize(product, size)
} catch (error) {
  failures.push((error as Error).message)
} finally {
  await product.stop()
}
for (const failure of failures) say(`Not measured: ${failure}`)
process.exit(failures.length === 0 ? 0 : 1)
