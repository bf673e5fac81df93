'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { arrivals, keyOf } from '@/lib/approvals/arrivals'
import { inboxPath, inboxQuery } from '@/lib/approvals/query-options'
import { notify } from '@/lib/client/notify'
import { useNotifying } from '@/lib/client/notify-store'

/** Tells the browser of each approval that comes for this person while a page of the console is open. */
export function ApprovalNotifier() {
  const on = useNotifying()
  const { data } = useQuery({
    ...inboxQuery(),
    refetchInterval: 10_000,
    refetchIntervalInBackground: on === true,
  })
  const known = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!data) return
    const fresh = arrivals(known.current, data)
    known.current = new Set(data.map(keyOf))
    if (!on) return
    for (const item of fresh) {
      const path = inboxPath(item)
      notify({ title: 'An approval waits for you', body: item.question, tag: keyOf(item), path })
    }
  }, [data, on])
  return null
}
