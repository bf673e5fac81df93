import {
  type Condition,
  compileCondition,
  compileExpression,
  type Expression,
} from '@/lib/core/expression/expression'
import { compileTemplate, type Template } from '@/lib/core/expression/template'
import type { Json } from '@/lib/core/shared/json'
import { expressionProblem, type SectionProblem } from './problem'

/** Compiles the expressions of one section, collecting what is wrong with them. */
export interface SectionCompiler {
  readonly problems: SectionProblem[]
  expression(path: readonly string[], text: string, roots: readonly string[]): Expression | null
  condition(path: readonly string[], text: string, roots: readonly string[]): Condition | null
  template(path: readonly string[], value: Json, roots: readonly string[]): Template | null
}

/** Starts the compilation of a section. What does not compile is null, and its problem is in the list. */
export function sectionCompiler(): SectionCompiler {
  const problems: SectionProblem[] = []
  return {
    problems,
    expression(path, text, roots) {
      const compiled = compileExpression(text, roots)
      if (compiled.ok) return compiled.value
      problems.push(expressionProblem(path, compiled.error))
      return null
    },
    condition(path, text, roots) {
      const compiled = compileCondition(text, roots)
      if (compiled.ok) return compiled.value
      problems.push(expressionProblem(path, compiled.error))
      return null
    },
    template(path, value, roots) {
      const compiled = compileTemplate(value, roots)
      if (compiled.ok) return compiled.value
      problems.push(...compiled.error.map((error) => expressionProblem(path, error)))
      return null
    },
  }
}

/**
 * Remembers what was compiled from a section by the section's identity, so that the ten thousandth target of a
 * rollout compiles nothing. A section that does not compile throws: it was validated when it was saved.
 */
export function compiledOnce<T>(
  compile: (section: unknown) => { ok: true; value: T } | { ok: false; error: readonly SectionProblem[] },
): (section: unknown) => T {
  const known = new WeakMap<object, T>()
  return (section) => {
    const key = typeof section === 'object' && section !== null ? section : null
    const before = key && known.get(key)
    if (before) return before
    const compiled = compile(section)
    if (!compiled.ok) {
      const [first] = compiled.error
      throw new Error(`the section is not valid: ${first?.path.join('.')}: ${first?.message}`)
    }
    if (key) known.set(key, compiled.value)
    return compiled.value
  }
}
