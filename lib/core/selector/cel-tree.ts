import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import { hasLongUnaryRun } from '@/lib/core/shared/cel-guard'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { excerpt } from '@/lib/core/shared/suggest'
import { type SelectorError, selectorError } from './error'
import { selectorLimits } from './limits'

export type { ASTNode as CelNode }

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: selectorLimits.nodesMax,
    maxDepth: selectorLimits.depthMax,
    maxListElements: selectorLimits.listLengthMax,
    maxMapEntries: 0,
    maxCallArguments: 4,
  },
})

/** Parses a text as CEL, only to get its tree; nothing is ever evaluated by the CEL library here. */
export function parseCelTree(source: string): Result<ASTNode, SelectorError> {
  if (source.length > selectorLimits.textLengthMax) {
    const message = `the selector is ${source.length} characters long, at most ${selectorLimits.textLengthMax} are allowed`
    return err(selectorError(source, { start: 0, end: 0 }, message))
  }
  if (source.trim() === '') {
    return err(selectorError(source, { start: 0, end: 0 }, 'the selector is empty', 'true'))
  }
  if (hasLongUnaryRun(source)) {
    return err(selectorError(source, { start: 0, end: 0 }, 'the selector is nested too deeply'))
  }
  try {
    return ok(environment.parse(source).ast)
  } catch (error) {
    if (error instanceof ParseError) return err(syntaxError(source, error))
    throw error
  }
}

/** What people write who come from other languages. */
const otherSpellings: Readonly<Record<string, string>> = {
  '=': '==',
  '&': '&&',
  '|': '||',
  and: '&&',
  AND: '&&',
  or: '||',
  OR: '||',
  not: '!',
  NOT: '!',
  '<>': '!=',
  '=~': 'contains(…)',
}

function syntaxError(source: string, error: ParseError): SelectorError {
  const range = error.range ?? { start: 0, end: 0 }
  switch (error.code) {
    case 'limit_exceeded':
      return selectorError(source, range, 'the selector is too large or nested too deeply')
    case 'unexpected_character':
    case 'unexpected_token':
    case 'expected_token':
      return unexpected(source, range)
    default: {
      const message = error.summary.charAt(0).toLowerCase() + error.summary.slice(1)
      return selectorError(source, range, message)
    }
  }
}

function unexpected(source: string, range: { start: number; end: number }): SelectorError {
  if (range.start >= source.length) return selectorError(source, range, 'the selector ends too early')
  const end = Math.max(range.end, range.start + 1)
  const token = source.slice(range.start, end)
  const two = source.slice(range.start, range.start + 2)
  const meant = otherSpellings[two] ?? otherSpellings[token]
  if (meant !== undefined)
    return selectorError(source, { start: range.start, end }, `unexpected "${token}"`, meant)
  const before = /(\w+)\s*$/.exec(source.slice(0, range.start))
  const word = before?.[1] ?? ''
  if (before && Object.hasOwn(otherSpellings, word)) {
    return selectorError(
      source,
      { start: before.index, end: before.index + word.length },
      `unexpected "${word}"`,
      otherSpellings[word],
    )
  }
  return selectorError(source, { start: range.start, end }, `unexpected "${excerpt(token)}"`)
}
