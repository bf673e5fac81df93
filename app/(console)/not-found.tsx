import { NothingHere } from '@/components/layout/nothing-here'

/** Keeps the frame where a page found nothing to show. */
export default function NotFound() {
  return <NothingHere />
}
