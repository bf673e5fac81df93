import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { isAlive } from './alive'

const module = fileURLToPath(new URL('./guard.ts', import.meta.url))

/** A process that starts a group of two and guards it; answers once it has said their pids. */
async function guardian(shell: string) {
  const script = `
    import { spawn } from 'node:child_process'
    import { guard } from ${JSON.stringify(module)}
    const ward = spawn('/bin/sh', ['-c', ${JSON.stringify(shell)}], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
    ward.stdout.once('data', (sleeper) => console.log(ward.pid, String(sleeper)))
    guard({ pid: ward.pid, signal: 'TERM', group: true })
    setInterval(() => {}, 1_000)`
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = String(await new Promise((resolve) => starter.stdout.once('data', resolve)))
  return { starter, wards: said.trim().split(/\s+/).map(Number) }
}

it.each([
  ['that listens', 'sleep 60 & echo $!; wait'],
  ['that does not', "trap '' TERM; sleep 60 & echo $!; wait"],
])('ends a whole process group %s when its owner is killed', async (_name, shell) => {
  const { starter, wards } = await guardian(shell)
  expect(wards).toHaveLength(2)
  expect(wards.map(isAlive)).toEqual([true, true])
  starter.kill('SIGKILL')
  await vi.waitFor(() => expect(wards.map(isAlive)).toEqual([false, false]), { timeout: 10_000 })
})
