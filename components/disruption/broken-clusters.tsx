'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/checkbox'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Time } from '@/components/ui/time'
import { api } from '@/lib/client/api'
import { formatNoun } from '@/lib/client/format'
import { useAct } from '@/lib/client/use-act'
import type { Access } from '@/lib/core/access/permissions'
import type { BrokenClusterDto } from '@/lib/disruption/dto'

/** Clusters whose last target failed: they keep their places until one succeeds or somebody answers for them. */
export function BrokenClusters({ broken, access }: { broken: readonly BrokenClusterDto[]; access: Access }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const names = broken.map(({ cluster }) => cluster).filter((name) => chosen.has(name))
  const acknowledge = useAct({
    run: (reason: string) =>
      api<{ acknowledged: number }>('POST', '/api/v1/disruption-budgets/acknowledge', {
        body: { clusters: names, reason },
      }),
    done: (_, { acknowledged }) => `${formatNoun(acknowledged, 'cluster')} acknowledged`,
    refused: 'Could not acknowledge the clusters',
    changes: [['disruption'], ['rollouts'], ['home']],
    quiet: true,
    onDone: () => {
      setAsking(false)
      setChosen(new Set())
    },
  })
  if (broken.length === 0) return null
  const toggle = (name: string, on: boolean) =>
    setChosen(new Set(on ? [...chosen, name] : [...chosen].filter((one) => one !== name)))
  return (
    <Card
      flush
      title={`${formatNoun(broken.length, 'broken cluster')}, until a success or an acknowledgement`}
      actions={
        <Button
          size="sm"
          disabledReason={
            !access.allowed ? access.reason : names.length === 0 ? 'Choose clusters first.' : null
          }
          onClick={() => setAsking(true)}
        >
          Acknowledge {names.length > 0 ? names.length : ''}
        </Button>
      }
    >
      <ul className="max-h-96 divide-y divide-line overflow-y-auto px-4">
        {broken.map(({ cluster, rollout, rolloutTitle, reason, message, since, inFlight }) => (
          <li key={cluster} className="flex items-start gap-3 py-2 text-sm">
            <span className="pt-0.5">
              <Checkbox
                ariaLabel={`Choose ${cluster}`}
                checked={chosen.has(cluster)}
                onChange={(on) => toggle(cluster, on)}
              />
            </span>
            <div className="min-w-0 flex-1">
              <p className="break-words">
                <Link
                  href={`/clusters/${encodeURIComponent(cluster)}`}
                  className="ident rounded-sm font-medium underline underline-offset-2"
                >
                  {cluster}
                </Link>{' '}
                {inFlight ? <Badge tone="accent">in flight again</Badge> : null}
              </p>
              <p className="text-xs break-words text-ink-2">{message ?? reason.replaceAll('_', ' ')}</p>
              <p className="text-xs break-words text-ink-3">
                in{' '}
                <Link href={`/rollouts/${rollout}`} className="rounded-sm underline underline-offset-2">
                  {rolloutTitle}
                </Link>
                , <Time at={since} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      {asking ? (
        <ReasonDialog
          title={`Acknowledge ${formatNoun(names.length, 'broken cluster')}?`}
          description="They take no place of any disruption budget from now on, so that other clusters may start. The clusters themselves are not changed."
          verb="Acknowledge"
          call={`POST /api/v1/disruption-budgets/acknowledge {"clusters": ["${names[0]}"${names.length > 1 ? ', …' : ''}], "reason": "…"}`}
          busy={acknowledge.isPending}
          error={acknowledge.error}
          onSubmit={(reason) => acknowledge.mutate(reason)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Card>
  )
}
