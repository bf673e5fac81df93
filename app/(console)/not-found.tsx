import type { Metadata } from 'next'
import { NothingHere } from '@/components/layout/nothing-here'

export const metadata: Metadata = { title: 'Nothing at this address' }

/** Keeps the frame where a page found nothing to show. */
export default function NotFound() {
  return <NothingHere />
}
