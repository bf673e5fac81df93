#!/usr/bin/env node
// @ts-check
import { attemptKey, readArguments } from './lib/arguments.mjs'
import { withClusterLock } from './lib/lock.mjs'
import { runbook } from './lib/report.mjs'
import { roll } from './lib/roll.mjs'

// kafka-rolling-restart.mjs --home FOLDER
await runbook(async () => {
  const { cluster } = readArguments()
  await withClusterLock(cluster, () =>
    roll(cluster, { attempt: attemptKey(), version: null, done: 'restarted' }),
  )
})
