'use client'

import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import type { FleetFilter } from '@/lib/fleet/filter'
import { readFilter, writeFilter } from '@/lib/fleet/filter-url'

/** Writing the address on every keystroke would run into the browser's limit (200 per 30 s). */
const urlDelayMs = 250

/** Holds the filter of the fleet page and keeps it in the address, so that it can be shared and survives a reload. */
export function useFleetFilter(initialQuery: string): [FleetFilter, Dispatch<SetStateAction<FleetFilter>>] {
  const [filter, setFilter] = useState(() => readFilter(new URLSearchParams(initialQuery)))
  useEffect(() => {
    const timer = setTimeout(() => {
      const query = writeFilter(filter, new URLSearchParams(window.location.search)).toString()
      const address = window.location.pathname + (query ? `?${query}` : '')
      if (address !== window.location.pathname + window.location.search) {
        window.history.replaceState(null, '', address)
      }
    }, urlDelayMs)
    return () => clearTimeout(timer)
  }, [filter])
  useEffect(() => {
    const onPopState = () => setFilter(readFilter(new URLSearchParams(window.location.search)))
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }, [])
  return [filter, setFilter]
}
