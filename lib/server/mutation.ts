import type pg from 'pg'
import type { z } from 'zod'
import { can, type Permission } from '@/lib/core/access/permissions'
import type { Actor } from './actor'
import { type AuditObject, writeAudit } from './audit'
import { AppError } from './errors'
import { inputWords } from './input-words'
import { type Sql, transaction } from './sql'

/** What a mutation is given from outside; nothing is a module singleton. */
export interface Services {
  pool: pg.Pool
  now(): Date
}

export interface MutationContext {
  /** The one transaction: rows, events, audit and wake-ups commit together or not at all. */
  tx: Sql
  actor: Actor
  now: Date
}

interface MutationSpec<Schema extends z.ZodType, Output> {
  /** The audit action, `noun.verb`: `rollout.pause`. */
  name: string
  permission: Permission
  input: Schema
  /** What the act was done to, for the audit row. */
  object(input: z.output<Schema>, output: Output): AuditObject
  /** What else the audit row tells; defaults to the input. Must hold no secrets. */
  data?(input: z.output<Schema>, output: Output): Record<string, unknown>
  run(context: MutationContext, input: z.output<Schema>): Promise<Output>
}

export interface Mutation<Input, Output> {
  (services: Services, actor: Actor, input: Input): Promise<Output>
  readonly action: string
  readonly permission: Permission
}

/**
 * Makes a mutation: permission, then input, then one transaction holding the change and its audit row.
 * The type demands a permission and an audit object, so a mutation without either does not compile.
 *
 * @throws AppError `forbidden` or `invalid` before anything is read; whatever `run` throws rolls all back.
 */
export function mutation<Schema extends z.ZodType, Output>(
  spec: MutationSpec<Schema, Output>,
): Mutation<z.input<Schema>, Output> {
  const call = async (services: Services, actor: Actor, raw: z.input<Schema>): Promise<Output> => {
    requirePermission(actor, spec.permission)
    const input = parseInput(spec.input, raw)
    return transaction(services.pool, async (tx) => {
      const output = await spec.run({ tx, actor, now: services.now() }, input)
      const data = spec.data ? spec.data(input, output) : { input }
      await writeAudit(tx, actor, spec.name, spec.object(input, output), data)
      return output
    })
  }
  return Object.assign(call, { action: spec.name, permission: spec.permission })
}

/** Throws `forbidden`, with the reason of the matrix, unless the actor holds the permission. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (actor.kind === 'system') return
  const access = can(actor.bindings, permission)
  if (!access.allowed) throw new AppError('forbidden', access.reason)
}

/** How many problems the sentence quotes; the list beside it has them all. */
const quotedMax = 5

/** Parses untrusted input; throws `invalid` with every problem and its path. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw, { error: inputWords })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
    message: issue.message,
  }))
  const words = problems
    .slice(0, quotedMax)
    .map((problem) => [problem.path.join('.'), problem.message].filter(Boolean).join(': '))
  const more = problems.length > quotedMax ? `; and ${problems.length - quotedMax} more` : ''
  throw new AppError('invalid', `${words.join('; ')}${more}`, { problems })
}
