import { StateGlyph } from '@/components/ui/state-glyph'
import { Time } from '@/components/ui/time'
import type { CheckProofDto } from '@/lib/approvals/dto'
import { gateStyle } from '@/lib/client/state-style'

const looks = {
  pass: { style: gateStyle.open, words: 'passes' },
  fail: { style: gateStyle.rejected, words: 'fails' },
  unknown: { style: gateStyle.closed, words: 'has no answer' },
} as const

/** What the checks of a rollout have shown, each with what was seen and when it was looked at last. */
export function CheckProof({ checks }: { checks: readonly CheckProofDto[] }) {
  if (checks.length === 0) return null
  return (
    <div className="mt-3">
      <h3 className="text-xs font-medium text-ink-3">Checks</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {checks.map((check) => (
          <li key={`${check.phase} ${check.name}`} className="flex items-start gap-2 text-sm">
            <span className="pt-1">
              <StateGlyph style={looks[check.state].style} size={11} />
            </span>
            <span className="min-w-0 break-words">
              <span className="font-medium">{check.name}</span> {looks[check.state].words}: {check.message}{' '}
              <span className="text-ink-3">
                {check.phase === null ? 'guard' : `in ${check.phase}`}, looked at{' '}
                <Time at={check.checkedAt} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
