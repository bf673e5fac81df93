/**
 * `npm run bench -- properties`: how many sequences a minute the property tests of the core play: each a drawn policy,
 * fleet, outside and list of commands, carried to its end by the engine on a virtual clock, and judged.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sequencesEach } from '@/lib/testing/engine/property-runs'

/** Those that play whole sequences. */
const files = ['decide', 'sends', 'stops'].map((name) => `lib/core/rollout/${name}.property.test.ts`)

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      status: string
      duration?: number
      failureMessages?: string[]
    }[]
  }[]
}

/** Runs the tests as `npm test` does, in one process, and prints what they played; throws when one of them fails. */
export function benchProperties(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-properties-'))
  try {
    const report = join(folder, 'report.json')
    const vitest = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      'unit',
      '--maxWorkers',
      '1',
      ...files,
    ]
    spawnSync(
      process.execPath,
      [...vitest, '--testTimeout', '600000', '--reporter', 'json', '--outputFile', report],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
    const failed = tests.flatMap(({ failureMessages = [] }) => failureMessages)
    if (failed.length > 0) throw new Error(`a property fails: ${failed.join('\n')}`)
    const seconds = tests.reduce((sum, { duration = 0 }) => sum + duration, 0) / 1_000
    const sequences = tests.length * sequencesEach
    const perMinute = Math.round((sequences / seconds) * 60)
    process.stdout.write(
      `${tests.length} properties, ${sequences} sequences in ${seconds.toFixed(1)} s: ${perMinute.toLocaleString('en')} a minute\n` +
        `one process on ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}\n`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
