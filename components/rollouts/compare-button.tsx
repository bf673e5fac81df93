import { GitCompareArrows, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'

/** Leads to the comparison once two rollouts are chosen. */
export function CompareButton({ chosen, onClear }: { chosen: readonly string[]; onClear: () => void }) {
  const [left, right] = chosen
  const face = (
    <>
      <GitCompareArrows size={14} aria-hidden="true" /> Compare
    </>
  )
  return (
    <span className="flex items-center gap-1">
      {left !== undefined && right !== undefined ? (
        <LinkButton href={`/rollouts/compare?left=${left}&right=${right}`}>{face}</LinkButton>
      ) : (
        <Button disabledReason="Choose a second one to compare it with.">{face}</Button>
      )}
      <IconButton label="Choose none" onClick={onClear}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </span>
  )
}
