'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

/**
 * Keeps one value in the address, so that it can be shared and survives a reload. Null or empty removes it.
 * `push` makes a step that "back" undoes; the default refines the present one.
 */
export function useUrlParam(name: string): [string | null, (value: string | null, push?: boolean) => void] {
  const router = useRouter()
  const path = usePathname()
  const query = useSearchParams()
  const set = useCallback(
    (value: string | null, push = false) => {
      const next = new URLSearchParams(window.location.search)
      if (value) next.set(name, value)
      else next.delete(name)
      const address = next.size > 0 ? `${path}?${next}` : path
      if (push) router.push(address, { scroll: false })
      else window.history.replaceState(null, '', address)
    },
    [name, path, router],
  )
  return [query.get(name), set]
}
