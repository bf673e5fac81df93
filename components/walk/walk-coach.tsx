'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { IconButton } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { setWalk, useWalk } from '@/lib/client/walk-store'
import { rolloutQuery } from '@/lib/rollouts/query-options'
import { walkStep, walkStepCount } from '@/lib/walk/walk-step'

/** Goes along on every page while the walk lasts, and says what happens and where to look. */
export function WalkCoach() {
  const walk = useWalk()
  return walk?.state === 'walking' ? <Coach rollout={walk.rollout} /> : null
}

function Coach({ rollout }: { rollout: string }) {
  const { data } = useQuery({ ...rolloutQuery(rollout), refetchInterval: 1_000 })
  if (!data) return null
  const step = walkStep(data)
  return (
    <aside
      aria-label="The walk"
      className="fixed right-4 bottom-4 z-30 w-80 max-w-[calc(100vw-2rem)] rounded-xl bg-raised p-4 shadow-raised"
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1" aria-live="polite">
          <p className="text-xs text-ink-3 tabular-nums">
            Step {step.number} of {walkStepCount}
          </p>
          <h2 className="mt-0.5 font-semibold">{step.title}</h2>
          <p className="mt-1 text-sm text-pretty text-ink-2">{step.words}</p>
        </div>
        <IconButton label="End the walk" size="sm" onClick={() => setWalk(null)}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        {step.links.map(({ label, href }, index) => (
          <LinkButton key={href} size="sm" variant={index === 0 ? 'primary' : 'secondary'} href={href}>
            {label}
          </LinkButton>
        ))}
      </div>
    </aside>
  )
}
