import type { Metadata } from 'next'
import { FleetView } from '@/components/fleet/fleet-view'
import type { SearchParams } from '@/lib/client/search-params'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Fleet' }

/** All clusters, with facets, a selector and the way to a rollout. */
export default async function FleetPage({ searchParams }: { searchParams: SearchParams }) {
  const session = await requireSession()
  const write = session.can('fleet:write')
  const launch = session.can('rollout:plan')
  return (
    <FleetView
      initialQuery={toQuery(await searchParams)}
      access={{
        import: write.allowed ? null : write.reason,
        launch: launch.allowed ? null : launch.reason,
      }}
    />
  )
}

function toQuery(params: Awaited<SearchParams>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) query.append(name, one)
  }
  return query.toString()
}
