'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ApiError, messageOf } from '@/lib/client/api'
import { useSettled } from '@/lib/client/use-settled'
import { readPolicy } from '@/lib/core/policy/read'
import type { Problem } from '@/lib/core/shared/problem'
import type { AmendmentEffectDto, RolloutDto } from '@/lib/rollouts/dto'
import { amendmentPreviewQuery } from './amend-queries'
import type { AmendDraft } from './use-amend-draft'

/** How long the text has to rest before it is asked what it would do. */
const settleMs = 400

/** What is known of a text that is to become the policy of the rest. */
export interface AmendReading {
  /** What is wrong with it, also what only the server knows, where it has a line. */
  readonly problems: readonly Problem[]
  /** Whether it is a policy, by what can be told here. */
  readonly valid: boolean
  /** Why the server would not take it; null = it would, or was not asked yet. */
  readonly refusal: string | null
  /** What it would do; null = it is not known yet. */
  readonly effect: AmendmentEffectDto | null
}

/** Reads what is written: at once what can be told here, and after a pause in typing what it would do. */
export function useAmendReading(
  rollout: Pick<RolloutDto, 'id' | 'planHash' | 'phases'>,
  { text: { source }, changed, overtaken }: Pick<AmendDraft, 'text' | 'changed' | 'overtaken'>,
): AmendReading {
  const read = useMemo(() => readPolicy(source, { publish: true }), [source])
  const asked = useSettled(source, settleMs)
  const asks = changed && !overtaken && read.document !== null
  const preview = useQuery({ ...amendmentPreviewQuery(rollout, asked), enabled: asks && asked === source })
  const answered = asks && asked === source
  const error = answered ? preview.error : null
  const problems = useMemo(() => [...read.problems, ...problemsOf(error)], [read.problems, error])
  return {
    problems,
    valid: read.document !== null,
    refusal: error ? messageOf(error) : null,
    effect: answered ? (preview.data ?? null) : null,
  }
}

/** Reads what a refusal says about single lines, so that it can be shown there. */
function problemsOf(error: Error | null): Problem[] {
  const errors = (error instanceof ApiError && error.problem?.errors) || []
  return errors.flatMap(({ line, column = 1, message, pointer = '' }) =>
    line === undefined
      ? []
      : [{ severity: 'error', message, line, column, path: pointer.split('/').slice(1) } satisfies Problem],
  )
}
