import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Scalar,
} from 'yaml'

/**
 * Finds where a part of a document stands: the key or the value at a path, or a place inside a text (an offset
 * into the value, as the error of a selector has it). A path that is not there is where its nearest parent is.
 */
export type Locate = (
  path: readonly string[],
  where: 'key' | 'value',
  offset?: number,
) => { readonly line: number; readonly column: number }

/** Makes the locator of a parsed document. */
export function createLocator(text: string, yaml: Document, lines: LineCounter): Locate {
  const at = (offset: number) => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)))
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }

  function find(path: readonly string[]): { key: Node | null; value: Node | null } {
    let key: Node | null = null
    let value = (yaml.contents ?? null) as Node | null
    for (const name of path) {
      const parent: Node | null = isAlias(value) ? (value.resolve(yaml) ?? null) : value
      if (isMap(parent)) {
        const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === name)
        if (!pair) break
        key = pair.key as Node
        value = (pair.value ?? null) as Node | null
      } else if (isSeq(parent)) {
        const item = parent.items[Number(name)]
        if (item === undefined) break
        key = item as Node
        value = item as Node
      } else break
      if (value === null) break
    }
    return { key, value }
  }

  return (path, where, offset) => {
    const { key, value } = find(path)
    const node = where === 'key' ? (key ?? value) : (value ?? key)
    const start = node?.range?.[0] ?? 0
    if (offset === undefined || !isScalar(node)) return at(start)
    return at(insideScalar(text, node, start, offset))
  }
}

/** Maps an offset in the value of a scalar to one in the source, as far as the way it is quoted allows. */
function insideScalar(text: string, node: Scalar, start: number, offset: number): number {
  const value = String(node.value)
  switch (node.type) {
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE':
      return text.startsWith(value, start + 1) ? start + 1 + offset : start
    case 'BLOCK_LITERAL': {
      const before = value.slice(0, offset).split('\n')
      let lineStart = text.indexOf('\n', start) + 1
      for (let i = 1; i < before.length; i += 1) lineStart = text.indexOf('\n', lineStart) + 1
      const indent = /^ */.exec(text.slice(lineStart))?.[0].length ?? 0
      return lineStart + indent + (before.at(-1)?.length ?? 0)
    }
    default:
      return text.startsWith(value, start) ? start + offset : start
  }
}
