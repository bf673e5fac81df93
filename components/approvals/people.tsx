import { Card } from '@/components/ui/card'
import { StateGlyph } from '@/components/ui/state-glyph'
import { Time } from '@/components/ui/time'
import type { ApprovalDto } from '@/lib/approvals/dto'
import { gateStyle } from '@/lib/client/state-style'

/** Who asked, who has decided what and why, and who else could. */
export function People({ approval }: { approval: ApprovalDto }) {
  return (
    <Card title={`${approval.approved} of ${approval.needed} approved`}>
      <ul className="flex flex-col gap-2.5">
        {approval.decisions.map((decision) => (
          <li key={`${decision.user} ${decision.at}`} className="flex gap-2">
            <span className="pt-0.5">
              <StateGlyph style={decision.verdict === 'approve' ? gateStyle.open : gateStyle.rejected} />
            </span>
            <div className="min-w-0">
              <p>
                <span className="font-medium">{decision.user}</span>{' '}
                {decision.verdict === 'approve' ? 'approved' : 'rejected'}{' '}
                <span className="text-ink-3">
                  <Time at={decision.at} />
                </span>
              </p>
              {decision.comment ? <p className="break-words text-ink-2">{decision.comment}</p> : null}
            </div>
          </li>
        ))}
      </ul>
      <p className={approval.decisions.length > 0 ? 'mt-3 text-xs text-ink-2' : 'text-xs text-ink-2'}>
        Launched by {approval.launchedBy}.{' '}
        {approval.others.length > 0
          ? `Could decide as well: ${approval.others.join(', ')}.`
          : 'Nobody else could decide now.'}
      </p>
    </Card>
  )
}
