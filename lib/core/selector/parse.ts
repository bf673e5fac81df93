import { err, ok, type Result } from '@/lib/core/shared/result'
import type { Selector } from './ast'
import { parseCelTree } from './cel-tree'
import { convert } from './convert'
import { type SelectorError, selectorError } from './error'
import { Refusal } from './refusal'

/**
 * Reads a selector: CEL text → CEL tree → the subset, checked node by node against an allow-list → our own tree.
 * What is not in the subset is refused with its place and, where there is one, what was probably meant; nothing
 * is ever dropped, because a dropped condition is a rollout over clusters that nobody chose.
 */
export function parseSelector(source: string): Result<Selector, SelectorError> {
  const tree = parseCelTree(source)
  if (!tree.ok) return tree
  try {
    return ok(convert(tree.value))
  } catch (error) {
    if (error instanceof Refusal) {
      return err(selectorError(source, error.range, error.message, error.suggestion))
    }
    throw error
  }
}
