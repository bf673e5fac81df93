import type { Target } from '@/lib/core/rollout/model'
import type { Turn } from '@/lib/core/rollout/state'
import { integers, texts } from '../array-literal'
import { json, type Parts } from './parts'

interface TargetColumn {
  readonly name: string
  /** The array that `unnest` lays out. */
  readonly type: 'int[]' | 'float8[]' | 'text[]' | 'bigint[]'
  /** The value in the column's own type. */
  readonly as: (value: string) => string
  readonly literal: (targets: readonly Target[]) => string
}

const plain = (value: string) => value
const cast = (type: string) => (value: string) => `${value}::${type}`
/** Instants travel as epoch ms, and are divided as floats: dates as text, or numeric division, cost far more. */
const instant = (value: string) => `to_timestamp(${value}::float8 / 1000)`

const textColumn = (
  name: string,
  of: (target: Target) => string | null,
  as: TargetColumn['as'] = plain,
): TargetColumn => ({ name, type: 'text[]', as, literal: (targets) => texts(targets, of) })
const numberColumn = (
  name: string,
  type: 'int[]' | 'float8[]' | 'bigint[]',
  of: (target: Target) => number | null,
  as: TargetColumn['as'] = plain,
): TargetColumn => ({ name, type, as, literal: (targets) => integers(targets, of) })

/** What every step of a target moves. */
const narrowColumns: readonly TargetColumn[] = [
  textColumn('state', ({ state }) => state, cast('target_state')),
  textColumn('step', ({ step }) => step),
  numberColumn('generation', 'int[]', ({ generation }) => generation),
  numberColumn('attempts', 'int[]', ({ attempts }) => attempts),
  numberColumn('progress', 'float8[]', ({ progress }) => progress),
  numberColumn('started_at', 'bigint[]', ({ startedAt }) => startedAt, instant),
  numberColumn('attempt_at', 'bigint[]', ({ attemptAt }) => attemptAt, instant),
  numberColumn('deadline_at', 'bigint[]', ({ deadlineAt }) => deadlineAt, instant),
  numberColumn('finished_at', 'bigint[]', ({ finishedAt }) => finishedAt, instant),
]

/** What only trouble, and operations that take their time, move besides. */
const wideColumns: readonly TargetColumn[] = [
  ...narrowColumns,
  textColumn('reason', ({ reason }) => reason),
  textColumn('message', ({ message }) => message),
  textColumn('operation_ref', ({ operationRef }) => operationRef),
  numberColumn('retry_at', 'bigint[]', ({ retryAt }) => retryAt, instant),
  textColumn('previous', ({ previous }) => json(previous), cast('jsonb')),
  textColumn('nodes', ({ nodes }) => json(nodes), cast('jsonb')),
  textColumn('spared', ({ spared }) => String(spared), cast('boolean')),
  textColumn('past_return', ({ pastReturn }) => String(pastReturn), cast('boolean')),
  numberColumn('revert_round', 'int[]', ({ revertRound }) => revertRound),
]

/** The targets that have moved. */
export function targetPart({ param, ctes }: Parts, { targets, wide }: Turn): void {
  const list = [...targets]
  const columns = wide ? wideColumns : narrowColumns
  const ids = `${param(integers(list, ({ id }) => id))}::bigint[]`
  const arrays = columns.map(({ type, literal }) => `${param(literal(list))}::${type}`)
  const sets = columns.map(({ name, as }) => `${name} = ${as(`u.${name}`)}`)
  ctes.push(
    `t AS (UPDATE target SET ${sets.join(', ')}
     FROM unnest(${[ids, ...arrays].join(', ')}) AS u (id, ${columns.map(({ name }) => name).join(', ')}), r
     WHERE target.id = u.id)`,
  )
}
