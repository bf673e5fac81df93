import type { PersonActor } from '@/lib/members/load-actor'
import { AppError, type FieldProblem } from '@/lib/server/errors'
import { inputWords } from '@/lib/server/input-words'
import type { Services } from '@/lib/server/mutation'
import type { UpsertDto } from './dto'
import { type BulkFile, parseBulk } from './parse-bulk'
import { type ClusterInput, clusterInput } from './schemas'
import { upsertClusters } from './upsert-clusters'

/** How many bad lines the sentence quotes; the list beside it has them all. */
const quotedMax = 3

/**
 * Registers the clusters of a bulk file, all of them or none.
 * @throws AppError `invalid` with every bad line, its number and what is wrong with it.
 */
export async function upsertFile(
  services: Services,
  actor: PersonActor,
  text: string,
  contentType: string | null,
): Promise<UpsertDto> {
  const file = parseBulk(text, contentType)
  if (file.problems.length > 0) throw badFile([...file.problems, ...entryProblems(file)])
  try {
    // The mutation checks every cluster; checking here as well would double the time of a large file.
    const clusters = file.entries.map(({ value }) => value as ClusterInput)
    return await upsertClusters(services, actor, { clusters })
  } catch (error) {
    throw withLines(error, file)
  }
}

/** What is wrong with those lines of a broken file that could be read. */
function entryProblems(file: BulkFile): FieldProblem[] {
  return file.entries.flatMap(({ value }, i) => {
    const issues = clusterInput.safeParse(value, { error: inputWords }).error?.issues ?? []
    return issues.map((issue) => {
      const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
      return withPlace(file, [i, ...path], issue.message)
    })
  })
}

/** The mutation knows positions in a list; whoever sent a file thinks in lines. */
function withLines(error: unknown, file: BulkFile): unknown {
  const problems = error instanceof AppError && error.code === 'invalid' ? error.details.problems : undefined
  if (!problems) return error
  return badFile(problems.map(({ path, message }) => withPlace(file, [...(path ?? [])].slice(1), message)))
}

function withPlace(file: BulkFile, path: (string | number)[], message: string): FieldProblem {
  const line = file.entries[Number(path[0])]?.line
  if (line !== null && line !== undefined) return { path, line, message }
  // A missing field has no place of its own; its cluster has.
  const place = file.locate?.(path) ?? file.locate?.(path.slice(0, 1))
  return { path, message, ...place }
}

function badFile(problems: readonly FieldProblem[]): AppError {
  const quoted = problems.slice(0, quotedMax).map(({ path, line, message }) => {
    const where = [line === undefined ? '' : `line ${line}`, (path ?? []).slice(1).join('.')].filter(Boolean)
    return [...where, message].join(': ')
  })
  const more = problems.length > quotedMax ? `; and ${problems.length - quotedMax} more` : ''
  return new AppError('invalid', `Nothing was written. ${quoted.join('; ')}${more}.`, { problems })
}
