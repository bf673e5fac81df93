'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '@/lib/client/api'
import { useSettled } from '@/lib/client/use-settled'
import { readOperation } from '@/lib/core/operation/read'
import { resolveOperation } from '@/lib/core/operation/resolve'
import type { OperationDocument } from '@/lib/core/operation/types'
import { hasErrors, type Problem } from '@/lib/core/shared/problem'

/** Whether the server has seen the text: it will, it has, or it could not be asked. */
export type Check = 'running' | 'done' | 'failed'

/** How long after the last keystroke the server is asked. */
const settleMs = 400

/**
 * Reads the text of an operation: at once what can be known here, and a moment later what only the server knows,
 * which are the sections of drivers and checks. `check` tells whether the server has seen this very text.
 */
export function useOperationReading(name: string, source: string) {
  const read = useMemo(() => readOperation(source, { publish: true }), [source])
  const [lastValid, setLastValid] = useState<OperationDocument | null>(null)
  if (read.document && read.document !== lastValid) setLastValid(read.document)
  const settled = useSettled(source, settleMs)
  const answer = useQuery({
    queryKey: ['operations', 'problems', settled],
    enabled: settled.trim() !== '',
    queryFn: async ({ signal }) => {
      const path = `/api/v1/operations/${encodeURIComponent(name)}/problems`
      const options = { body: settled, contentType: 'application/yaml', signal }
      return (await api<{ items: Problem[] }>('POST', path, options)).items
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  const current = settled === source && !answer.isFetching
  const check: Check = !current ? 'running' : answer.data ? 'done' : 'failed'
  const problems = check === 'done' && answer.data ? answer.data : read.problems
  const operation = useMemo(() => (lastValid ? resolveOperation(lastValid) : null), [lastValid])
  return { problems, check, valid: !hasErrors(problems), operation }
}
