import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'
import type { Json } from '@/lib/core/shared/json'
import { dangerousKeys } from '@/lib/core/shared/names'
import { hasErrors, type Problem } from '@/lib/core/shared/problem'
import { excerpt } from '@/lib/core/shared/suggest'
import { documentLimits } from './limits'
import { createLocator, type Locate } from './locate'
import { parseYaml } from './parse-yaml'

/** A source that could be read: its value as plain JSON, and where each part of it stands. */
export interface Source {
  readonly text: string
  readonly value: Json
  readonly locate: Locate
  readonly yaml: Document
}

/**
 * Reads YAML or JSON (which is YAML too) as data and nothing else: no custom tags, no keys that are not texts or
 * that change JavaScript objects, no duplicate keys, no more nodes than `documentLimits` after aliases are
 * followed. Null with problems when it cannot be read; the source beside problems never happens.
 */
export function readSource(text: string): { source: Source | null; problems: readonly Problem[] } {
  const refuse = (message: string, line = 1, column = 1) => ({
    source: null,
    problems: [{ severity: 'error', message, path: [], line, column } satisfies Problem],
  })
  if (text.length > documentLimits.sourceLengthMax) {
    return refuse(
      `the document is ${text.length} characters long, at most ${documentLimits.sourceLengthMax} are allowed`,
    )
  }
  const parsed = parseYaml(text)
  const { lines } = parsed
  if (parsed.kind === 'tooDeep') {
    const { line, col } = lines.linePos(parsed.offset)
    return refuse('the document is nested too deeply', Math.max(1, line), Math.max(1, col))
  }
  const { yaml } = parsed
  if (yaml === null) return refuse('the document is empty')
  if (parsed.documents > 1) return refuse('there is more than one document')
  const broken = [...yaml.errors, ...yaml.warnings].map((error): Problem => {
    const { line, col } = lines.linePos(error.pos[0])
    const place = { line: Math.max(1, line), column: Math.max(1, col) }
    return { severity: 'error', message: yamlMessage(error), path: [], ...place }
  })
  if (broken.length > 0) return { source: null, problems: broken.slice(0, 20) }
  if (yaml.contents === null) return refuse('the document is empty')
  const locate = createLocator(text, yaml, lines)
  const problems: Problem[] = []
  const value = toPlain(yaml, locate, lines, problems)
  if (hasErrors(problems)) return { source: null, problems }
  return { source: { text, value, locate, yaml }, problems }
}

function yamlMessage(error: { code: string; message: string }): string {
  switch (error.code) {
    case 'TAG_RESOLVE_FAILED':
      return 'tags cannot be used'
    case 'NON_STRING_KEY':
      return 'a key must be a text'
    default:
      return excerpt(error.message.charAt(0).toLowerCase() + error.message.slice(1), 200)
  }
}

/** Turns YAML nodes into plain JSON, counting as it goes: a bomb of aliases is found before it is built. */
function toPlain(yaml: Document, locate: Locate, lines: LineCounter, problems: Problem[]): Json {
  let nodes = 0
  const report = (path: readonly string[], message: string, where: 'key' | 'value' = 'value') => {
    if (problems.length < 20) problems.push({ severity: 'error', message, path, ...locate(path, where) })
    return null
  }

  function reportTwice(key: Node, path: readonly string[]): void {
    const { line, col } = lines.linePos(key.range?.[0] ?? 0)
    const message = `the key ${excerpt(path.at(-1) ?? '')} is there twice`
    if (problems.length < 20) problems.push({ severity: 'error', message, path, line, column: col })
  }

  function convert(node: Node | null, path: readonly string[]): Json {
    nodes += 1
    if (nodes > documentLimits.nodesMax) {
      if (nodes === documentLimits.nodesMax + 1)
        report(path.slice(0, 1), `the document has more than ${documentLimits.nodesMax} values`)
      return null
    }
    if (path.length > documentLimits.depthMax)
      return report(path.slice(0, 3), 'the document is nested too deeply')
    if (node === null) return null
    if (isAlias(node)) {
      const meant = node.resolve(yaml)
      return meant
        ? convert(meant, path)
        : report(path, `there is no anchor &${excerpt(node.source)} before this`)
    }
    if (isMap(node)) return convertMap(node, path)
    if (isSeq(node)) return node.items.map((item, i) => convert(item as Node | null, [...path, String(i)]))
    if (isScalar(node)) return convertScalar(node.value, path)
    return report(path, 'this cannot be read')
  }

  function convertMap(node: { items: { key: unknown; value: unknown }[] }, path: readonly string[]): Json {
    const record: Record<string, Json> = {}
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : ''
      if (dangerousKeys.has(name)) {
        report([...path, name], `"${name}" cannot be used as a key`, 'key')
      } else if (name.length > 1_000) {
        report(path, `a key is ${name.length} characters long, at most 1000 are allowed`)
      } else if (Object.hasOwn(record, name)) {
        reportTwice(key as Node, [...path, name])
      } else record[name] = convert(value as Node | null, [...path, name])
    }
    return record
  }

  function convertScalar(value: unknown, path: readonly string[]): Json {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'number') {
      const exact = Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))
      return exact ? value : report(path, 'this number cannot be used: it is too large')
    }
    if (typeof value === 'string') {
      return value.includes('\0') || /\p{Cs}/u.test(value)
        ? report(path, 'the text has characters that cannot be stored (NUL or half a surrogate pair)')
        : value
    }
    return report(path, 'only texts, numbers, true, false and null can be used')
  }

  return convert(yaml.contents as Node, [])
}
