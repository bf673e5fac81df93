// @ts-check
import { listenForCancel } from './cancel.mjs'

/** Thrown when trying the same attempt again later may well succeed; the runbook then ends with exit code 75. */
export class Transient extends Error {}

/**
 * Prints one line of progress for the driver.
 * @param {{ progress?: number, message?: string, node?: string, nodeState?: string }} line
 */
export function report(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/**
 * Runs a runbook to its end: 0 when it returns, 75 when it throws a Transient, 1 for every other error, with the
 * error's message as the last line of the log, on standard error.
 * @param {() => Promise<void>} body
 */
export async function runbook(body) {
  listenForCancel()
  try {
    await body()
    process.exitCode = 0
  } catch (error) {
    process.exitCode = error instanceof Transient ? 75 : 1
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  }
}

/**
 * Joins the first few of many problems into one sentence.
 * @param {string[]} problems
 */
export function inWords(problems) {
  const shown = problems.slice(0, 5).join('; ')
  return problems.length > 5 ? `${shown}; and ${problems.length - 5} more` : shown
}
