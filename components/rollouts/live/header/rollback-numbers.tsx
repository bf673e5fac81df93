import { Callout } from '@/components/ui/callout'
import { formatCount } from '@/lib/client/format'
import type { RollbackPreviewDto } from '@/lib/rollouts/dto'
import { Effect, Effects } from './effect'

/** The names of clusters that stay, as many as one reads. */
const leftShown = 5

/** What a rollback would do: how many it takes back and in which order, what it leaves and why. */
export function RollbackNumbers({ preview }: { preview: RollbackPreviewDto }) {
  const order = preview.phases.filter(({ revert }) => revert > 0)
  return (
    <>
      {preview.why ? <Callout tone="danger">{preview.why}</Callout> : null}
      <Effects>
        <Effect count={preview.revert} what="touched" effect="taken back" />
        <Effect count={preview.restFirst} what="of them in flight" effect="come to rest first" />
        <Effect count={preview.cancel} what="not started" effect="cancelled" />
        <Effect count={preview.leftCount} what="touched" effect="stay as they are" />
      </Effects>
      {order.length > 1 ? (
        <p className="mt-3 text-sm text-ink-2">
          In this order: {order.map(({ title, revert }) => `${title} (${formatCount(revert)})`).join(', ')}.
        </p>
      ) : null}
      {preview.left.length > 0 ? (
        <ul className="mt-3 text-sm text-ink-2">
          {preview.left.slice(0, leftShown).map(({ cluster, reason }) => (
            <li key={cluster}>
              <span className="ident">{cluster}</span>: {reason}
            </li>
          ))}
          {preview.leftCount > leftShown ? (
            <li>and {formatCount(preview.leftCount - leftShown)} more</li>
          ) : null}
        </ul>
      ) : null}
    </>
  )
}
