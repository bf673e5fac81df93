'use client'

import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from './api'
import { toastDone, toastFailed } from './toasts'

/**
 * Does one thing the person asked for: says that it was done, or why not, and reads anew what it changed.
 * With `quiet` a refusal is left to the caller to show in its place, as a form does.
 */
export function useAct<Input, Output>({
  run,
  done,
  refused,
  changes,
  quiet = false,
  onDone,
}: {
  run: (input: Input) => Promise<Output>
  /** "Member added"; null = the caller shows it. */
  done: ((input: Input, output: Output) => string) | null
  /** "Could not add the member" */
  refused: string
  /** Queries to read anew. */
  changes: readonly QueryKey[]
  quiet?: boolean
  onDone?: (output: Output, input: Input) => void
}) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (output, input) => {
      if (done) toastDone(done(input, output))
      onDone?.(output, input)
    },
    onError: (error) => {
      if (!quiet) toastFailed(refused, messageOf(error))
    },
    // Also after a refusal: it often means that what one saw was old.
    onSettled: () => Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  })
}
