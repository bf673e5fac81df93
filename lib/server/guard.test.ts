import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { isAlive } from './alive'

const module = fileURLToPath(new URL('./guard.ts', import.meta.url))

/** A process that starts a group of two and guards it; answers once it has said their pids. */
async function guardian() {
  const script = `
    import { spawn } from 'node:child_process'
    import { guard } from ${JSON.stringify(module)}
    const ward = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; wait'], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
    ward.stdout.once('data', (sleeper) => console.log(ward.pid, String(sleeper)))
    guard({ pid: ward.pid, signal: 'TERM', group: true })
    setInterval(() => {}, 1_000)`
  const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = String(await new Promise((resolve) => starter.stdout.once('data', resolve)))
  return { starter, wards: said.trim().split(/\s+/).map(Number) }
}

it('ends a whole process group when its owner is killed', async () => {
  const { starter, wards } = await guardian()
  expect(wards).toHaveLength(2)
  expect(wards.map(isAlive)).toEqual([true, true])
  starter.kill('SIGKILL')
  await vi.waitFor(() => expect(wards.map(isAlive)).toEqual([false, false]), { timeout: 5_000 })
})
