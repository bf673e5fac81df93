import { randomBytes } from 'node:crypto'
import { defineConfig } from '@playwright/test'
import { browserLaunchOptions } from './lib/testing/run/browser.mjs'

// Set in the process that is started first and inherited by those that run the tests, so that all agree.
const { env } = process
env.E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 10_000))
env.E2E_ADMIN_PASSWORD ??= randomBytes(12).toString('base64url')
env.E2E_TOKEN ??= randomBytes(24).toString('base64url')
env.E2E_DATA_DIR ??= `.artifacts/e2e-${env.E2E_PORT}`
const address = `http://localhost:${env.E2E_PORT}`

/** Two projects: `console` on the sample fleet, `kafka` on real clusters, which need Java. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '.artifacts/playwright',
  reporter: 'list',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: address,
    browserName: 'chromium',
    launchOptions: await browserLaunchOptions(),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'console', testIgnore: 'kafka/**' },
    { name: 'kafka', testMatch: 'kafka/**/*.spec.ts' },
  ],
  webServer: {
    command: 'node lib/start/start.mjs',
    url: `${address}/healthz`,
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 8_000 },
    stdout: 'pipe',
    env: {
      PORT: env.E2E_PORT,
      UPGRADER_DATA_DIR: env.E2E_DATA_DIR,
      UPGRADER_ADMIN_PASSWORD: env.E2E_ADMIN_PASSWORD,
      UPGRADER_BOOTSTRAP_TOKEN: env.E2E_TOKEN,
      UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8',
      UPGRADER_RUNBOOKS: 'e2e/lab/kafka/runbooks',
      UPGRADER_LOG_LEVEL: 'warn',
    },
  },
})
