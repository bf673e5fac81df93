import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { runQuietly } from './steps.mjs'

/** Finds a program on the PATH. */
export function onPath(name) {
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return directories.map((directory) => path.join(directory, name)).find(isExecutable)
}

/**
 * Installs Debian packages where that can be done without asking anybody: as root, with apt.
 * @returns whether they are there now.
 */
export async function installPackages(...names) {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return false
  process.stdout.write(`Installing ${names.join(', ')} …\n`)
  // In runlevel 1 a package's service is not started: only its programs are wanted.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  await runQuietly('apt-get', ['update', '-q'], env)
  const { code, output } = await runQuietly(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', ...names],
    env,
  )
  if (code !== 0) process.stdout.write(`${output.trimEnd().split('\n').slice(-5).join('\n')}\n`)
  return code === 0
}

function isExecutable(file) {
  if (!existsSync(file)) return false
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
