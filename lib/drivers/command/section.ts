import { z } from 'zod'
import { splitTemplate } from '@/lib/core/expression/split-template'
import type { Template } from '@/lib/core/expression/template'
import type { Json } from '@/lib/core/shared/json'
import { err, ok, type Result } from '@/lib/core/shared/result'
import { attemptRoots } from '../context'
import { compiledOnce, sectionCompiler } from '../section/compile'
import { type SectionProblem, sectionError } from '../section/problem'
import { checkShape, durationField } from '../section/shape'
import { variableProblem } from './environment'
import { runbookNameProblem } from './runbook'

const sectionShape = z.strictObject({
  /** File in the directory of runbooks. */
  run: z.string(),
  /** One element = one argument, whatever its value is. */
  args: z.array(z.string().max(20_000)).max(200).default([]),
  env: z.record(z.string(), z.string().max(20_000)).default({}),
  /** What the runbook gets as parameters; the operation's own parameters by default. */
  params: z.record(z.string().max(200), z.json()).optional(),
  /** How long it may clean up between SIGTERM and SIGKILL. */
  stopGrace: durationField(0, 60_000).default(5_000),
})

/** One argument: its template, and whether its text begins with a value instead of something written. */
export interface ArgumentTemplate {
  readonly template: Template
  readonly beginsWithValue: boolean
}

/** A compiled command section. */
export interface CommandSection {
  readonly run: string
  readonly args: readonly ArgumentTemplate[]
  readonly env: Template
  readonly params: Template | null
  readonly stopGraceMs: number
  /** Names of the secrets that it needs. */
  readonly secrets: readonly string[]
}

/** Reads a command section: compiled, or every problem with its path. */
export function readCommandSection(section: unknown): Result<CommandSection, readonly SectionProblem[]> {
  const shape = checkShape(sectionShape, section, Object.keys(sectionShape.shape))
  if (!shape.ok) return shape
  const { run, args, env, params, stopGrace } = shape.value
  const compiler = sectionCompiler()
  const { problems } = compiler
  const nameProblem = runbookNameProblem(run)
  if (nameProblem) problems.push(sectionError(['run'], nameProblem))
  for (const name of Object.keys(env)) {
    const problem = variableProblem(name)
    if (problem) problems.push(sectionError(['env', name], problem))
  }
  const compiledArgs = args.map((text, i) => ({
    template: compiler.template(['args', String(i)], text, attemptRoots) as Template,
    beginsWithValue: beginsWithValue(text),
  }))
  const compiledEnv = compiler.template(['env'], env, attemptRoots)
  const compiledParams = params ? compiler.template(['params'], params as Json, attemptRoots) : null
  if (problems.length > 0) return err(problems)
  const templates = [...compiledArgs.map(({ template }) => template), compiledEnv, compiledParams]
  return ok({
    run,
    args: compiledArgs,
    env: compiledEnv as Template,
    params: compiledParams,
    stopGraceMs: stopGrace,
    secrets: templates.flatMap((template) => template?.secrets ?? []),
  })
}

/** The same, kept by identity; for sections that were validated. */
export const commandSection = compiledOnce(readCommandSection)

function beginsWithValue(text: string): boolean {
  const split = splitTemplate(text)
  return split.ok && split.value[0]?.kind === 'expression'
}
