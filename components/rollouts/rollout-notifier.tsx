'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { notify } from '@/lib/client/notify'
import { useNotifying } from '@/lib/client/notify-store'
import { pauseCauseLabel, rolloutStyle } from '@/lib/client/state-style'
import type { RolloutSummaryDto } from '@/lib/rollouts/dto'
import { rolloutsQuery } from '@/lib/rollouts/query-options'
import { rolloutNews } from '@/lib/rollouts/rollout-news'

/** How many of one's own rollouts are watched, newest first, and how often they are looked at. */
const watchedMax = 50
const lookMs = 10_000

/** Tells the browser, if one wants it, when a rollout that one has launched ends or stops by itself. */
export function RolloutNotifier({ username }: { username: string }) {
  const on = useNotifying() === true
  const { data } = useQuery({
    ...rolloutsQuery({ state: '', cursor: null, limit: watchedMax, launchedBy: username }),
    enabled: on,
    refetchInterval: lookMs,
    refetchIntervalInBackground: true,
  })
  const known = useRef<Map<string, RolloutSummaryDto> | null>(null)
  useEffect(() => {
    if (!data) return
    const news = rolloutNews(known.current, data.items)
    known.current = new Map(data.items.map((item) => [item.id, item]))
    if (!on) return
    for (const { rollout, kind } of news) {
      const label = rolloutStyle[rollout.state].label
      const cause = rollout.pauseCause ? `: ${pauseCauseLabel[rollout.pauseCause]}` : ''
      notify({
        title: kind === 'ended' ? label : `${label}${cause}`,
        body: rollout.title,
        tag: `rollout ${rollout.id} ${rollout.lastSeq}`,
        path: `/rollouts/${rollout.id}`,
      })
    }
  }, [data, on])
  return null
}
