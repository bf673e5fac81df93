#!/usr/bin/env node
// @ts-check
import { attemptKey, readArguments, versionArgument } from './lib/arguments.mjs'
import { libsOf } from './lib/distribution.mjs'
import { withClusterLock } from './lib/lock.mjs'
import { inWords, report, runbook } from './lib/report.mjs'
import { roll } from './lib/roll.mjs'
import { refuseUnfitVersion, versionProblems } from './lib/version-fit.mjs'

// kafka-upgrade.mjs --home FOLDER --version X.Y.Z [--downgrade]
await runbook(async () => {
  const { cluster, values } = readArguments(['version'], ['downgrade'])
  const version = versionArgument(values.version)
  libsOf(cluster.distributions, version)
  await withClusterLock(cluster, async () => {
    await refuseUnfitVersion(cluster, version, values.downgrade === true)
    await roll(cluster, {
      attempt: attemptKey(),
      version,
      done: values.downgrade ? 'done' : 'upgraded',
    })
    const problems = await versionProblems(cluster, version)
    if (problems.length > 0) throw new Error(inWords(problems))
    report({ message: `every broker of ${cluster.name} runs Kafka ${version}, every partition is in sync` })
  })
})
