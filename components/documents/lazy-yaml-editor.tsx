'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

/** The editor of a document's text, fetched when it is first drawn: it is the largest part of its pages. */
export const LazyYamlEditor = dynamic(() => import('./yaml-editor'), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
})
