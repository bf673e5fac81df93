import type { Metadata } from 'next'
import { ComparisonView } from '@/components/history/comparison-view'
import { Page } from '@/components/layout/page'
import { compareRollouts } from '@/lib/history/compare-rollouts'
import { orNotFound } from '@/lib/server/next/or-not-found'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Compare two rollouts' }

type Query = Promise<{ left?: string | string[]; right?: string | string[] }>

/** Two rollouts side by side. */
export default async function ComparePage({ searchParams }: { searchParams: Query }) {
  const { services } = await requireSession()
  const { left, right } = await searchParams
  const comparison = await orNotFound(compareRollouts(services, one(left), one(right)))
  return (
    <Page wide>
      <ComparisonView comparison={comparison} />
    </Page>
  )
}

/** A parameter given twice is a list; the first counts. */
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? ''
