'use client'

import { Footprints } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { useAct } from '@/lib/client/use-act'
import { setWalk, useWalk } from '@/lib/client/walk-store'
import { startWalk } from './start-walk'

/** Offers somebody new a first rollout, on clusters of its own that are simulated. */
export function WalkOffer({ refusal }: { refusal: string | null }) {
  const router = useRouter()
  const walk = useWalk()
  const start = useAct({
    run: startWalk,
    done: null,
    refused: 'The walk could not begin',
    changes: [['fleet'], ['rollouts'], ['home'], ['palette']],
    onDone: (id) => {
      setWalk(id)
      router.push(`/rollouts/${id}`)
    },
  })
  if (walk?.state !== 'new') return null
  return (
    <section
      aria-label="First steps"
      className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-accent-soft p-4"
    >
      <Footprints size={20} aria-hidden="true" className="shrink-0 text-accent" />
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="font-semibold">New here? See a first rollout in under a minute</h2>
        <p className="text-sm text-pretty text-ink-2">
          18 simulated clusters of its own, one failure put in on purpose, one approval that is yours to give.
          Nothing real is touched.
        </p>
      </div>
      <Button
        variant="primary"
        busy={start.isPending}
        disabledReason={refusal}
        onClick={() => start.mutate(undefined)}
      >
        Show me
      </Button>
      <Button variant="ghost" onClick={() => setWalk(null)}>
        Not now
      </Button>
    </section>
  )
}
