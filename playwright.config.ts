import { randomBytes } from 'node:crypto'
import { defineConfig } from '@playwright/test'
import { required } from './e2e/fixtures/people'
import { portOf } from './e2e/fixtures/products'
import { browserLaunchOptions } from './lib/testing/run/browser.mjs'

// Set in the process that is started first and inherited by those that run the tests, so that all agree.
const { env } = process
env.E2E_PORT ??= String(20_000 + Math.floor(Math.random() * 10_000))
env.E2E_ADMIN_PASSWORD ??= randomBytes(12).toString('base64url')
env.E2E_TOKEN ??= randomBytes(24).toString('base64url')
env.E2E_PRODUCTS ??= '1'
const ports = Array.from({ length: Number(env.E2E_PRODUCTS) }, (_, worker) => portOf(worker))

/**
 * Three projects: `console` on the sample fleet; `start`, whose tests start products themselves; `kafka` on real
 * clusters, which need Java.
 *
 * As many workers as products, each with one of its own (see fixtures): a line that is stopped, a freeze or a rollout
 * over the whole fleet is met by no test of another file.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '.artifacts/playwright',
  reporter: 'list',
  forbidOnly: true,
  retries: 0,
  workers: Math.max(1, ports.length),
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
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
    { name: 'console', testMatch: 'console/**/*.spec.ts' },
    { name: 'start', testMatch: 'start/**/*.spec.ts' },
    { name: 'kafka', testMatch: 'kafka/**/*.spec.ts' },
  ],
  webServer: ports.map((port) => ({
    command: 'node lib/start/start.mjs',
    url: `http://localhost:${port}/healthz`,
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 8_000 },
    stdout: 'pipe' as const,
    env: {
      PORT: String(port),
      UPGRADER_DATA_DIR: `.artifacts/e2e-${port}`,
      UPGRADER_ADMIN_PASSWORD: required('E2E_ADMIN_PASSWORD'),
      UPGRADER_BOOTSTRAP_TOKEN: required('E2E_TOKEN'),
      UPGRADER_PRIVATE_NETWORKS: '127.0.0.0/8',
      UPGRADER_RUNBOOKS: 'e2e/lab/kafka/runbooks',
      UPGRADER_LOG_LEVEL: 'warn',
    },
  })),
})
