import { Compass } from 'lucide-react'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

/** What stands at an address where there is nothing (any more). */
export function NothingHere() {
  return (
    <EmptyState
      level={1}
      icon={<Compass size={20} aria-hidden="true" />}
      title="There is nothing at this address"
      action={<LinkButton href="/">Go home</LinkButton>}
    >
      It may have been removed, or the address was mistyped. Names are case-sensitive.
    </EmptyState>
  )
}
