'use client'

import { SkipForward } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { formatCount, formatShare } from '@/lib/client/format'
import type { FailureGroupDto, FailureTraitDto } from '@/lib/failures/dto'
import type { Rights } from '../header/controls'
import { factWords } from './words'

/** What a group has in common more often than all that were started, and how many of those still wait. */
export function Traits({
  group,
  tried,
  rights,
  onSkip,
}: {
  group: FailureGroupDto
  tried: number
  rights: Rights
  onSkip: (trait: FailureTraitDto) => void
}) {
  return (
    <section aria-labelledby="traits">
      <h3 id="traits" className="mb-2 text-sm font-semibold">
        What they have in common
      </h3>
      {group.traits.length === 0 ? (
        <p className="text-sm text-pretty text-ink-2">
          {group.count < 3
            ? 'Too few to tell: two clusters have anything in common by chance.'
            : `Nothing that chance would not give: they fall as the ${formatCount(tried)} that were started do.`}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {group.traits.map((trait) => (
            <Trait
              key={`${trait.fact}=${trait.value}`}
              trait={trait}
              rights={rights}
              onSkip={() => onSkip(trait)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

function Trait({ trait, rights, onSkip }: { trait: FailureTraitDto; rights: Rights; onSkip: () => void }) {
  const share = formatShare(trait.share, 1)
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-3 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-sm text-pretty">
          <span className="font-semibold tabular-nums">{share}</span> {factWords(trait.fact)}{' '}
          <span className="ident font-medium">{trait.value}</span>, which is{' '}
          <span className="tabular-nums">{formatShare(trait.baseShare, 1)}</span> of those started
        </p>
        <div className="mt-2 flex max-w-md flex-col gap-1" aria-hidden="true">
          <Bar share={trait.share} tone="bg-state-failed" label="of these" />
          <Bar share={trait.baseShare} tone="bg-control" label="of all started" />
        </div>
      </div>
      {trait.waiting > 0 ? (
        <div className="flex flex-col items-start gap-1">
          <Button size="sm" disabledReason={rights.control} onClick={onSkip}>
            <SkipForward size={12} aria-hidden="true" />
            Skip {formatCount(trait.waiting)} waiting…
          </Button>
          <span className="text-2xs text-ink-3">not started yet, and alike</span>
        </div>
      ) : (
        <span className="text-xs text-ink-3">none that waits has it</span>
      )}
    </li>
  )
}

function Bar({ share, tone, label }: { share: number; tone: string; label: string }) {
  return (
    <div className="flex items-center gap-2">
      <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-hover">
        <span className={`block h-full rounded-full ${tone}`} style={{ width: `${share * 100}%` }} />
      </span>
      <span className="w-20 text-2xs text-ink-3">{label}</span>
    </div>
  )
}
