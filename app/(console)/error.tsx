'use client'

import { PageError } from '@/components/layout/page-error'

/** Keeps the frame when a page fails. */
export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return <PageError digest={error.digest} retry={reset} />
}
