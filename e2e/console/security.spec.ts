import { expect, test } from '../fixtures'
import { addMember, signIn } from '../fixtures/people'

test('every page comes with a policy that lets only its own scripts run, in no frame', async ({
  adminPage: page,
}) => {
  const [first, second] = [await page.goto('/clusters'), await page.goto('/clusters')]
  const policies = [first, second].map((response) => response?.headers()['content-security-policy'] ?? '')
  for (const policy of policies) {
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic';/)
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("object-src 'none'")
  }
  expect(policies[0]).not.toBe(policies[1])
  expect(first?.headers()).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  expect(first?.headers()).not.toHaveProperty('x-powered-by')
})

test('a stranger sees the sign-in page and nothing else, and comes back to where they were going', async ({
  page,
  api,
}) => {
  const person = await addMember(api, 'stranger', 'viewer')
  await page.goto('/clusters?search=kafka')
  await expect(page).toHaveURL(/\/sign-in\?from=%2Fclusters%3Fsearch%3Dkafka/)
  await expect(page.getByText('kafka-')).toHaveCount(0)
  await page.getByLabel('User name').fill(person.username)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'do not fit' })).toBeVisible()
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/clusters\?search=kafka/)
})

test('a cookie stolen before the sign-out is worth nothing after it', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  await signIn(page, await addMember(api, 'robbed', 'viewer'))
  const thief = await browser.newContext({
    storageState: await page.context().storageState(),
    baseURL: baseURL ?? '',
  })
  expect((await thief.request.get('/api/v1/me')).status()).toBe(200)
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  await page.request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } })
  expect((await thief.request.get('/api/v1/me')).status()).toBe(401)
  const stolen = await thief.newPage()
  await stolen.goto('/clusters')
  await expect(stolen).toHaveURL(/\/sign-in/)
  await thief.close()
})

test('guessing a password is slowed down, and says for how long', async ({ page, api }) => {
  const { username } = await addMember(api, 'guessed', 'viewer')
  await page.goto('/sign-in')
  await page.getByLabel('User name').fill(username)
  const told = page.getByRole('alert').filter({ hasText: /Try again in \d+ s/ })
  // Waits double with every failure, so that even a slow machine runs into one.
  for (let i = 0; i < 12 && !(await told.isVisible()); i++) {
    await page.getByLabel('Password').fill(`guess number ${i}`)
    const answered = page.waitForResponse(/callback\/credentials/)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await answered
  }
  await expect(told).toBeVisible()
})

test('another site cannot make a signed-in browser change anything', async ({ adminPage: page, baseURL }) => {
  const foreign = baseURL?.replace('localhost', '127.0.0.1') ?? ''
  await page.route(`${foreign}/trap`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>trap</p>' }),
  )
  await page.goto(`${foreign}/trap`)
  const seen = page.waitForRequest((request) => request.url() === `${baseURL}/api/v1/freezes`)
  await page.evaluate(async (url) => {
    const body = JSON.stringify({ title: 'x', endsAt: '2999-01-01T00:00:00Z', reason: 'x' })
    await fetch(`${url}/api/v1/freezes`, {
      method: 'POST',
      credentials: 'include',
      mode: 'no-cors',
      body,
    }).catch(() => {})
  }, baseURL ?? '')
  await seen
  const { items } = await (await page.request.get(`${baseURL}/api/v1/freezes`)).json()
  expect(items.filter(({ title }: { title: string }) => title === 'x')).toEqual([])
})

test('script in facts and labels is text wherever the fleet is shown', async ({ adminPage: page, api }) => {
  const payload = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const cluster = {
    name: 'hostile',
    kind: 'kafka',
    provider: payload,
    region: payload,
    tier: payload,
    labels: { team: payload },
  }
  await api.put('/api/v1/clusters', [cluster])
  for (const path of ['/clusters', '/clusters?search=hostile', '/rollouts/new', '/audit']) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
  }
  expect(dialogs).toEqual([])
  expect(await page.evaluate(() => document.querySelectorAll('img[src="x"]').length)).toBe(0)
  await page.request.delete('/api/v1/clusters/hostile', { headers: { 'sec-fetch-site': 'same-origin' } })
})

test('one changes one’s own password, and is signed out everywhere else', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  const person = await addMember(api, 'careful', 'viewer')
  await signIn(page, person)
  const elsewhere = await browser.newContext({ baseURL: baseURL ?? '' })
  await signIn(await elsewhere.newPage(), person)
  await page.goto('/settings?tab=password')
  const change = async (present: string, wanted: string) => {
    await page.getByLabel('Present password').fill(present)
    await page.getByLabel('New password').fill(wanted)
    await page.getByRole('button', { name: 'Change password' }).click()
  }
  await change('not the password', 'a much better password')
  await expect(page.getByText('does not fit')).toBeVisible()
  await change(person.password, 'a much better password')
  await expect(page.getByText('signed out everywhere else')).toBeVisible()
  expect((await page.request.get('/api/v1/me')).status()).toBe(200)
  expect((await elsewhere.request.get('/api/v1/me')).status()).toBe(401)
  await elsewhere.close()
})
