import { Composer, type CST, type Document, LineCounter, Parser } from 'yaml'
import { documentLimits } from './limits'

/** A text as YAML nodes, or the offset of what is nested too deeply in it. */
export type ParsedYaml =
  | {
      readonly kind: 'parsed'
      readonly yaml: Document.Parsed | null
      readonly documents: number
      readonly lines: LineCounter
    }
  | { readonly kind: 'tooDeep'; readonly offset: number; readonly lines: LineCounter }

/**
 * Parses YAML in two steps, so that depth is known before anything recurses. The library composes nodes
 * recursively, and on a text of 5,000 brackets it compiles a regular expression with the stack all but used up,
 * which does not throw but ends the whole process; its token parser does not recurse, so depth is measured there.
 */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter()
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const tooDeep = findTooDeep(tokens)
  if (tooDeep !== undefined) return { kind: 'tooDeep', offset: tooDeep, lines }
  const composer = new Composer({
    stringKeys: true,
    // Duplicates are found while reading: the library compares each key with every other, seconds for 50,000.
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: false,
    logLevel: 'error',
  })
  const documents = [...composer.compose(tokens, true, text.length)]
  return { kind: 'parsed', yaml: documents[0] ?? null, documents: documents.length, lines }
}

/** Each level of nesting is two tokens: the collection and the item in it. */
const tokenDepthMax = 2 * documentLimits.depthMax + 4

function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  const rest: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }))
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { token, depth } = next
    if (depth > tokenDepthMax) return token.offset
    if (token.type === 'document' && token.value) rest.push({ token: token.value, depth: depth + 1 })
    if ('items' in token) {
      for (const item of token.items) {
        if (item.key) rest.push({ token: item.key, depth: depth + 2 })
        if (item.value) rest.push({ token: item.value, depth: depth + 2 })
      }
    }
  }
  return undefined
}
