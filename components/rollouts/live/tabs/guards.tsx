'use client'

import { ShieldCheck } from 'lucide-react'
import { Time } from '@/components/ui/time'
import type { GuardDto } from '@/lib/rollouts/dto'
import { useHeader } from '../live-context'

const words = { pass: 'passes', fail: 'fails', unknown: 'has no answer' } as const

/** The checks that are made all the time the rollout runs: what they show, since when, and when one pauses it. */
export function Guards() {
  const { guards } = useHeader()
  if (guards.length === 0) return null
  return (
    <section aria-labelledby="guards">
      <h2 id="guards" className="mb-2 flex items-center gap-1.5 text-sm font-semibold">
        <ShieldCheck size={14} aria-hidden="true" className="text-ink-3" />
        Guards
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {guards.map((guard) => (
          <Guard key={guard.name} guard={guard} />
        ))}
      </ul>
    </section>
  )
}

function Guard({ guard: { name, evidence, pausesAt } }: { guard: GuardDto }) {
  return (
    <li className="px-3 py-2 text-sm">
      <p className={evidence && evidence.state !== 'pass' ? 'text-danger' : ''}>
        <span className="font-medium">{name}</span>{' '}
        {evidence ? `${words[evidence.state]}: ${evidence.message}` : 'has not been looked at yet'}
      </p>
      {evidence ? (
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
          <span>
            since <Time at={evidence.since} />
          </span>
          <span>
            looked at <Time at={evidence.checkedAt} />
          </span>
          {pausesAt ? (
            <span>
              pauses the rollout <Time at={pausesAt} />
            </span>
          ) : null}
        </p>
      ) : null}
    </li>
  )
}
