#!/usr/bin/env node
// @ts-check
import { readArguments, versionArgument } from './lib/arguments.mjs'
import { problemsOf } from './lib/health.mjs'
import { observeCluster } from './lib/observe.mjs'
import { inWords, report, runbook } from './lib/report.mjs'
import { versionProblems } from './lib/version-fit.mjs'

// kafka-verify.mjs --home FOLDER [--version X.Y.Z]: every partition in sync and, if named, every broker on the version
await runbook(async () => {
  const { cluster, values } = readArguments(['version'])
  const version = values.version === undefined ? null : versionArgument(values.version)
  const health = problemsOf(await observeCluster(cluster))
  const problems = version === null ? health : [...health, ...(await versionProblems(cluster, version))]
  if (problems.length > 0) throw new Error(inWords(problems))
  report({
    message: `${cluster.name} is healthy${version === null ? '' : `, every broker runs Kafka ${version}`}`,
  })
})
