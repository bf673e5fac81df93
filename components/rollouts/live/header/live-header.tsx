'use client'

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Time } from '@/components/ui/time'
import { cx } from '@/lib/client/cx'
import { useHeader } from '../live-context'
import { outcomeOf } from '../outcome'
import { useTallies } from '../use-tallies'
import { Controls, type Rights } from './controls'
import { Figures } from './figures'
import { MetaLine } from './meta-line'
import { SummaryLine } from './summary-line'

/**
 * What this rollout is, how it goes, and what one can do about it. On a phone the summary and the first action stay in
 * sight while one scrolls, and the figures are folded.
 */
export function LiveHeader({ rights }: { rights: Rights }) {
  const rollout = useHeader()
  const { all } = useTallies()
  const [unfolded, setUnfolded] = useState(false)
  const folded = unfolded ? undefined : 'max-md:hidden'
  return (
    // Without a box of its own on a phone: what is sticky sticks to the page.
    <header className="mb-5 max-md:contents">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 max-md:contents">
        <h1 className="min-w-0 flex-1 basis-64 text-xl font-semibold tracking-tight break-words max-md:line-clamp-2 max-md:text-base">
          {rollout.title}
        </h1>
        <div className="flex flex-wrap items-center gap-2 max-md:sticky max-md:top-12 max-md:z-10 max-md:-mx-4 max-md:flex-nowrap max-md:gap-3 max-md:border-b max-md:border-line max-md:bg-canvas max-md:px-4 max-md:py-2">
          <div className="flex min-w-0 flex-1 md:hidden">
            <SummaryLine />
          </div>
          <Controls rights={rights} />
        </div>
      </div>
      <div className={folded}>
        <MetaLine />
      </div>
      <p className="mt-4 max-w-4xl text-base text-pretty max-md:mt-2 max-md:text-sm">
        {outcomeOf(rollout, all)}
        {rollout.startAt ? (
          <>
            {' '}
            Starts by itself <Time at={rollout.startAt} format="absolute" seconds={false} />
            {', '}
            <Time at={rollout.startAt} />.
          </>
        ) : null}
      </p>
      {rollout.pauseDetail && rollout.state === 'paused' ? (
        <p className="mt-1 max-w-prose text-sm text-pretty text-ink-2 max-md:text-xs">
          {rollout.pauseDetail}
        </p>
      ) : null}
      <div className={cx(folded, 'max-md:mb-3')}>
        <Figures />
      </div>
      <button
        type="button"
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
        className="mb-2 flex h-8 items-center gap-1 text-xs font-medium text-ink-2 md:hidden"
      >
        <ChevronDown size={14} aria-hidden="true" className={cx(unfolded && 'rotate-180')} />
        {unfolded ? 'Fewer figures' : 'Figures'}
      </button>
    </header>
  )
}
