import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { browserLaunchOptions } from '../run/browser.mjs'
import { installMeters } from './meters'
import type { RunningProduct } from './product'

/** Nothing on a page is waited for longer. */
const waitMaxMs = 30_000

/** Starts a real Chromium, with the flags of the end-to-end tests. */
export async function startBrowser(): Promise<Browser> {
  const { args, executablePath } = await browserLaunchOptions()
  return chromium.launch({ args, ...(executablePath && { executablePath }) })
}

/** Opens a browser's profile of its own, signed in as the first admin. */
export async function signedIn(browser: Browser, { api, password }: RunningProduct): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: api.address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  context.setDefaultTimeout(waitMaxMs)
  const { csrfToken } = (await (await context.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const form = { csrfToken, username: 'admin', password, json: 'true' }
  await context.request.post('/api/auth/callback/credentials', { form, maxRedirects: 0 })
  return context
}

/** Opens a page with meters. */
export async function meteredPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await installMeters(page)
  return page
}

/** Waits until a page of a rollout says that what it shows is what is. */
export const live = (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor()
