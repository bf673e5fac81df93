import type { Metadata } from 'next'
import { HomeView } from '@/components/home/home-view'
import { requireSession } from '@/lib/server/next/session'

/** What whoever takes the walk does on its way. */
const walkNeeds = ['fleet:write', 'operation:write', 'policy:write', 'rollout:launch', 'gate:decide'] as const

export const metadata: Metadata = { title: 'Home' }

/** Where one begins: what needs somebody, what moves, how the last ones ended. */
export default async function HomePage() {
  const session = await requireSession()
  const refusal = walkNeeds.map(session.can).find((access) => !access.allowed)
  return <HomeView walkRefusal={refusal?.allowed === false ? refusal.reason : null} />
}
