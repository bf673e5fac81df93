'use client'

import { useQuery } from '@tanstack/react-query'
import { inboxQuery } from '@/lib/approvals/query-options'

/** Counts the approvals that wait for whoever is looking; 0 until known. */
export function useInboxCount(): number {
  const { data } = useQuery({ ...inboxQuery(), refetchInterval: 10_000 })
  return data?.filter((item) => item.mine).length ?? 0
}
