import { parseArgs } from 'node:util'
import type { Modes } from './modes'
import { startControlPlane } from './server'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, mode: { type: 'string', default: '{}' } },
})
const plane = await startControlPlane({ port: Number(values.port), modes: JSON.parse(values.mode) as Modes })
// One line that a parent process can wait for.
process.stdout.write(`control plane at ${plane.url}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    plane.close().then(() => process.exit(0))
  })
}
