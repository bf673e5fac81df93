import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { commandDriver } from '@/lib/drivers/command/driver'
import type { AttemptContext, Observation } from '@/lib/drivers/driver'
import { type TestServices, testAttempt, testServices } from '@/lib/drivers/testing'

/** A runbook that tells exactly what it was given, as JSON. */
const recorder = `#!${process.execPath}
const chunks = []
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
  const stdin = Buffer.concat(chunks).toString('utf8')
  console.log(Buffer.from(JSON.stringify({ args: process.argv.slice(2), env: process.env, stdin })).toString('base64'))
})
`

/**
 * Gives the tests of a file a folder with runbooks, and the driver on a worker that has it. Call it once, at the top of
 * the file: what runs is ended after each test, and the folder removed after the last.
 */
export function runbookStand() {
  let root: string
  let runbooksDir: string
  let services: TestServices

  beforeAll(async () => {
    root = await fs.mkdtemp(path.join(os.tmpdir(), 'runbooks-test-'))
    runbooksDir = path.join(root, 'runbooks')
    await fs.mkdir(path.join(runbooksDir, 'kafka'), { recursive: true })
    await runbook('record', recorder)
    await fs.writeFile(path.join(runbooksDir, 'plain.txt'), '#!/bin/sh\n', { mode: 0o644 })
    await fs.writeFile(path.join(root, 'outside'), '#!/bin/sh\n', { mode: 0o755 })
    await fs.symlink('../outside', path.join(runbooksDir, 'escape'))
    await fs.symlink('record', path.join(runbooksDir, 'alias'))
    await fs.symlink('circle', path.join(runbooksDir, 'circle'))
  })
  afterAll(() => fs.rm(root, { recursive: true, force: true }))
  afterEach(() => services?.host.close())

  async function runbook(name: string, script: string) {
    await fs.writeFile(path.join(runbooksDir, name), script, { mode: 0o755 })
  }

  /** Starts a runbook and looks until it ends. */
  async function drive(ctx: AttemptContext): Promise<Observation> {
    services ??= testServices({ runbooksDir })
    const answer = await commandDriver.start(ctx, services)
    if (answer.kind !== 'accepted')
      throw new Error(`${answer.kind}: ${'message' in answer ? answer.message : ''}`)
    for (;;) {
      const seen = await commandDriver.observe({ ...ctx, operationId: answer.operationId }, services)
      if (seen.kind !== 'running') return seen
      await sleep(20)
    }
  }

  /** Runs the recorder and reads what it was given. */
  async function record(section: object, more: Partial<AttemptContext> = {}) {
    services = testServices({ runbooksDir }, { token: 's3cr3t-token' })
    expect(await drive(testAttempt({ run: 'record', ...section }, more))).toEqual({ kind: 'succeeded' })
    const text = Buffer.from(services.lines[0]?.text ?? '', 'base64').toString('utf8')
    return JSON.parse(text) as { args: string[]; env: Record<string, string>; stdin: string }
  }

  async function script(body: string, more: Partial<AttemptContext> = {}) {
    services = testServices({ runbooksDir })
    await runbook('script', `#!/bin/bash\n${body}\n`)
    return drive(testAttempt({ run: 'script', stopGrace: '300ms' }, more))
  }

  return {
    get runbooksDir() {
      return runbooksDir
    },
    get services() {
      return services
    },
    set services(others) {
      services = others
    },
    runbook,
    drive,
    record,
    script,
  }
}
