import { NothingHere } from '@/components/layout/nothing-here'

/** Answers addresses that no page has. */
export default function NotFound() {
  return (
    <main>
      <NothingHere />
    </main>
  )
}
