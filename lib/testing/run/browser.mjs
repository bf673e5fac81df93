import { existsSync } from 'node:fs'
import { installPackages, onPath } from './provide.mjs'
import { runQuietly } from './steps.mjs'

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const systemFiles = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Chromium refuses its sandbox as root; the rest keeps it from talking to anybody but us. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * How Playwright is to launch Chromium on this machine: its own build where that is installed, else the
 * system's.
 */
export async function browserLaunchOptions() {
  const args = process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags
  const executablePath = (await hasOwnBrowser()) ? undefined : systemBrowser()
  return { args, executablePath }
}

/**
 * Sees to it that there is a browser: one that is there, else Playwright's download, else Debian's package.
 * @returns undefined, or what to do when none can be had.
 */
export async function provideBrowser() {
  if ((await hasOwnBrowser()) || systemBrowser()) return undefined
  process.stdout.write('Downloading a browser …\n')
  const cli = 'node_modules/@playwright/test/cli.js'
  await runQuietly(process.execPath, [cli, 'install', 'chromium'])
  if ((await hasOwnBrowser()) || (await installPackages('chromium'))) return undefined
  return 'No browser. Run `npx playwright install chromium`, or install Chromium (`apt-get install chromium`).'
}

async function hasOwnBrowser() {
  const { chromium } = await import('@playwright/test')
  return existsSync(chromium.executablePath())
}

function systemBrowser() {
  return systemNames.map(onPath).find(Boolean) ?? systemFiles.find((file) => existsSync(file))
}
