'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { toastFailed } from '@/lib/client/toasts'
import type { AmendSheet } from './amend-sheet'

/** Fetches the program of the sheet, which is as large as the page's own; again it costs nothing. */
export const fetchAmendSheet = () => import('./amend-sheet')

/**
 * Gives the sheet once it is wanted and its program has come; null until then. What was given stays: it keeps what was
 * written.
 *
 * @param onFailed called when the program could not be fetched, after saying so
 */
export function useAmendSheet(wanted: boolean, onFailed: () => void): typeof AmendSheet | null {
  const [sheet, setSheet] = useState<typeof AmendSheet | null>(null)
  const fail = useEffectEvent(() => {
    toastFailed('This could not be opened', 'Its program did not arrive: check the connection and try again.')
    onFailed()
  })
  const missing = wanted && sheet === null
  useEffect(() => {
    if (!missing) return
    let left = false
    fetchAmendSheet().then(
      (fetched) => {
        if (!left) setSheet(() => fetched.AmendSheet)
      },
      () => {
        if (!left) fail()
      },
    )
    return () => {
      left = true
    }
  }, [missing])
  return sheet
}
