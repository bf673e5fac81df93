import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import { positionAt } from '@/lib/core/shared/position'
import { AppError, type FieldProblem } from '@/lib/server/errors'
import { parseJson } from '@/lib/server/parse-json'
import type { BulkEntry, BulkFile } from './parse-bulk'

/** Reads a JSON array of clusters. */
export function readJsonArray(text: string): BulkFile {
  const value = parseJson(text)
  if (!Array.isArray(value)) {
    throw new AppError('invalid', 'The body is not a JSON array of clusters.', {
      problems: [{ line: 1, column: 1, message: 'a JSON array is expected' }],
    })
  }
  return {
    entries: value.map((entry) => ({ value: entry, line: null })),
    problems: [],
    // Built when something is wrong: it costs many times what JSON.parse does.
    locate: lazyLocator(text),
  }
}

function lazyLocator(text: string): NonNullable<BulkFile['locate']> {
  let tree: ReturnType<typeof parseTree> | null = null
  return (path) => {
    tree ??= parseTree(text)
    const node = tree && findNodeAtLocation(tree, [...path])
    return node && positionAt(text, node.offset)
  }
}

/** Reads one cluster a line; empty lines are allowed, and every line that is not JSON is named. */
export function readNdjson(text: string): BulkFile {
  const entries: BulkEntry[] = []
  const problems: FieldProblem[] = []
  for (const [i, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    try {
      entries.push({ value: parseJson(content), line: i + 1 })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const first = error.details.problems?.[0]
      problems.push({ ...first, message: first?.message ?? 'is not JSON', line: i + 1 })
    }
  }
  return { entries, problems }
}
