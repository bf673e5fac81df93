#!/usr/bin/env node
// @ts-check
import { readArguments, versionArgument } from './lib/arguments.mjs'
import { finalise } from './lib/finalise.mjs'
import { withClusterLock } from './lib/lock.mjs'
import { runbook } from './lib/report.mjs'

// kafka-finalize-metadata-version.mjs --home FOLDER --version X.Y.Z
await runbook(async () => {
  const { cluster, values } = readArguments(['version'])
  const version = versionArgument(values.version)
  await withClusterLock(cluster, () => finalise(cluster, version))
})
