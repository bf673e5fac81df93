import type { Metadata } from 'next'
import { HomeView } from '@/components/home/home-view'
import { requireSession } from '@/lib/server/next/session'

export const metadata: Metadata = { title: 'Home' }

/** Where one begins: what needs somebody, what moves, how the last ones ended. */
export default async function HomePage() {
  await requireSession()
  return <HomeView />
}
