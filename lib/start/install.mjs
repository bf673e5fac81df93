// Runs before any dependency is there, so: plain JavaScript, and nothing but Node.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * Installs the packages of the lock file when one is missing or has another version, and refuses a Node.js
 * that is too old, both before anything else is loaded.
 */
export function ensureInstalled() {
  requireNode('20.19')
  process.chdir(root)
  const problem = installProblem()
  if (!problem) return
  process.stdout.write(`Installing dependencies (${problem}) …\n`)
  const argv = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const { status, error } = npm
    ? spawnSync(process.execPath, [npm, ...argv], { stdio: 'inherit' })
    : spawnSync('npm', argv, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    process.stderr.write(
      `Installing failed${error ? `: ${error.message}` : ''}. Run \`npm ci\` to see why.\n`,
    )
    process.exit(1)
  }
}

/** Names the first package that is not as the lock file says; undefined when all are. */
function installProblem() {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return 'none yet'
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const found = readPackages(installed)
  for (const [place, { version, optional }] of Object.entries(wanted)) {
    // Optional ones are for other platforms, or were refused on this one.
    if (place === '' || optional || found[place]?.version === version) continue
    return `${place.replace(/^.*node_modules\//, '')} ${found[place] ? 'has another version' : 'is missing'}`
  }
  return undefined
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

function requireNode(least) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [leastMajor, leastMinor] = least.split('.').map(Number)
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  process.stderr.write(
    `Cluster Upgrader needs Node.js ${least} or newer; this is ${process.versions.node}.\n`,
  )
  process.exit(1)
}
