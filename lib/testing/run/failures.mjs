import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** How much of a message helps to know a failure again; the whole of it stands where the test ran. */
const KEPT_LINES = 12
const KEPT_CHARACTERS = 300

/** The failed tests of vitest's JSON report: each with its file, its name and the start of its message. */
export function vitestFailures(file) {
  if (!existsSync(file)) return []
  return JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap((suite) => {
    const where = path.relative(process.cwd(), suite.name)
    const tests = suite.assertionResults.filter(({ status }) => status === 'failed')
    // A file that could not be read, or whose hooks failed, has a message of its own and perhaps no failed test.
    if (tests.length === 0 && suite.status === 'failed') return [failure(where, suite.message)]
    return tests.map((test) => failure(`${where} › ${test.fullName}`, test.failureMessages.join('\n')))
  })
}

/** The same of Playwright's JSON report; a test that passed only when repeated has failed. */
export function playwrightFailures(file) {
  if (!existsSync(file)) return []
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const failed = report.suites.flatMap(specs).flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map((test) => {
        const messages = test.results.flatMap(({ errors }) => errors.map(({ message }) => message ?? ''))
        return failure(`${spec.file}:${spec.line} › ${spec.title}`, messages.join('\n'))
      }),
  )
  return [...failed, ...report.errors.map(({ message }) => failure('the run itself', message ?? ''))]
}

/** What stands above the line that sums a run up, so that its end alone says what to look at. */
export function failureText(failures) {
  return failures
    .map(({ name, message }) => [`FAILED ${name}`, ...message.map((line) => `  ${line}`), ''].join('\n'))
    .join('\n')
}

function specs(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)]
}

function failure(name, message) {
  const lines = stripVTControlCharacters(message ?? '').split('\n')
  const kept = lines.filter((line) => line.trim()).slice(0, KEPT_LINES)
  return { name, message: kept.map((line) => line.slice(0, KEPT_CHARACTERS)) }
}
