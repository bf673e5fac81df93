import { constants } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { err, ok, type Result } from '@/lib/core/shared/result'

const namePattern = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}$/

/** Says why a text cannot name a runbook, or null when it can: a relative path without tricks. */
export function runbookNameProblem(name: string): string | null {
  if (name.length > 200) return 'a name of a runbook has at most 200 characters'
  return namePattern.test(name)
    ? null
    : 'expected the name of a file in the directory of runbooks: letters, digits, dots, hyphens and underscores'
}

/**
 * Finds a runbook in the directory that the worker allows, as an absolute path without symbolic links.
 * Refuses, with a reason, names that leave the directory by dots or links, and what is not an executable file.
 */
export async function findRunbook(directory: string | null, name: string): Promise<Result<string, string>> {
  if (directory === null) return err('this worker runs no runbooks: it has no directory for them')
  const problem = runbookNameProblem(name)
  if (problem) return err(problem)
  try {
    const root = await fs.realpath(directory)
    const file = await fs.realpath(path.join(root, name))
    if (!file.startsWith(root + path.sep))
      return err(`runbook ${name} leads out of the directory of runbooks`)
    if (!(await fs.stat(file)).isFile()) return err(`runbook ${name} is not a file`)
    await fs.access(file, constants.X_OK)
    return ok(file)
  } catch (error) {
    return err(`runbook ${name} ${reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'cannot be read'}`)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist on this worker',
  ENOTDIR: 'does not exist on this worker',
  EACCES: 'is not executable for this worker',
  ELOOP: 'is a circle of links',
}
