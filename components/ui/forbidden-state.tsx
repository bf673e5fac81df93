import { Lock } from 'lucide-react'
import { EmptyState } from './empty-state'

/** Says that one may not see something, and what it would take. */
export function ForbiddenState({ title, reason, level }: { title: string; reason: string; level?: 1 | 2 }) {
  return (
    <EmptyState icon={<Lock size={20} aria-hidden="true" />} title={title} level={level}>
      {reason}
    </EmptyState>
  )
}
