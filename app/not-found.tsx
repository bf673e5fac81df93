import type { Metadata } from 'next'
import { NothingHere } from '@/components/layout/nothing-here'

export const metadata: Metadata = { title: 'Nothing at this address' }

/** Answers addresses that no page has. */
export default function NotFound() {
  return (
    <main>
      <NothingHere />
    </main>
  )
}
