import { existsSync, readFileSync } from 'node:fs'

/** What a test run came to. A run that failed without a failed test (it could not even start) counts as one. */
function counts(passed, failed, skipped, exitCode) {
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped }
}

/** Reads vitest's JSON report. */
export function vitestCounts(file, exitCode) {
  if (!existsSync(file)) return counts(0, 0, 0, 1)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const skipped = report.numPendingTests + report.numTodoTests
  return counts(report.numPassedTests, report.numFailedTests, skipped, exitCode)
}

/** Reads Playwright's JSON report; a test that passed only when repeated has failed. */
export function playwrightCounts(file, exitCode) {
  if (!existsSync(file)) return counts(0, 0, 0, 1)
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(file, 'utf8')).stats
  return counts(expected, unexpected + flaky, skipped, exitCode)
}

/** Adds results up to the line that ends a test run. */
export function summary(all) {
  const sum = (key) => all.reduce((total, one) => total + one[key], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`
}
