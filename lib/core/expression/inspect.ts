import type { ASTNode } from '@marcbachmann/cel-js'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { type ExpressionError, expressionError } from './error'

/** What is known of an expression before it is evaluated. */
export interface Inspection {
  /** Names of the roots that it reads, sorted. */
  readonly roots: readonly string[]
  /** Names of the secrets that it asks for, sorted. */
  readonly secrets: readonly string[]
  /** How deep its loops (`all`, `exists`, `map`, `filter`) are nested; 0 = it has none. */
  readonly loopDepth: number
}

const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
const loopDepthMax = 3

/**
 * Walks the tree of an expression once: collects what it reads, and refuses what could not be bounded in time:
 * regular expressions (`matches` runs on the engine's own, which a text of thirty characters can hang for half a
 * minute), `cel.bind` (which doubles a list with every line) and deeply nested loops. The name of a secret must
 * be written out, so that all of them are known, and can be checked and fetched, before anything runs.
 */
export function inspect(source: string, tree: ASTNode): Result<Inspection, ExpressionError> {
  const roots = new Set<string>()
  const secrets = new Set<string>()
  let refusal: ExpressionError | undefined
  const refuse = (node: ASTNode, message: string) => {
    refusal ??= expressionError(source, node.start, message)
    return 0
  }

  function walkAll(nodes: readonly ASTNode[], bound: ReadonlySet<string>): number {
    return nodes.reduce((depth, node) => Math.max(depth, walk(node, bound)), 0)
  }

  function walk(node: ASTNode, bound: ReadonlySet<string>): number {
    switch (node.op) {
      case 'value':
        return 0
      case 'id':
        if (!bound.has(node.args)) roots.add(node.args)
        return 0
      case '.':
      case '.?':
        return walk(node.args[0], bound)
      case 'call':
        return walkCall(node, node.args[0], node.args[1], bound)
      case 'rcall':
        return walkMethod(node, node.args[0], node.args[1], node.args[2], bound)
      case 'map':
        return walkAll(node.args.flat(), bound)
      case '!_':
      case '-_':
        return walk(node.args, bound)
      default:
        return walkAll(node.args, bound)
    }
  }

  function walkCall(
    node: ASTNode,
    name: string,
    args: readonly ASTNode[],
    bound: ReadonlySet<string>,
  ): number {
    if (name === 'matches') return refuse(node, 'regular expressions cannot be used')
    if (name === 'secret') {
      const [argument] = args
      if (args.length !== 1 || argument?.op !== 'value' || typeof argument.args !== 'string') {
        return refuse(node, "secret() takes the name of a secret, written out: secret('token')")
      }
      secrets.add(argument.args)
    }
    return walkAll(args, bound)
  }

  function walkMethod(
    node: ASTNode,
    name: string,
    receiver: ASTNode,
    args: readonly ASTNode[],
    bound: ReadonlySet<string>,
  ): number {
    if (name === 'matches') return refuse(node, 'regular expressions cannot be used')
    if (name === 'bind' && receiver.op === 'id' && receiver.args === 'cel')
      return refuse(node, 'cel.bind cannot be used')
    const outside = walk(receiver, bound)
    if (!loops.has(name) || args.length < 2) return Math.max(outside, walkAll(args, bound))
    const [variable, ...body] = args
    const inner = variable?.op === 'id' ? new Set(bound).add(variable.args) : bound
    const depth = 1 + walkAll(body, inner)
    if (depth > loopDepthMax) return refuse(node, `loops can be nested at most ${loopDepthMax} deep`)
    return Math.max(outside, depth)
  }

  const loopDepth = walk(tree, new Set())
  if (refusal) return err(refusal)
  return ok({ roots: [...roots].sort(), secrets: [...secrets].sort(), loopDepth })
}
