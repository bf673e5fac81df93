'use client'

import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import { api } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import type { Access } from '@/lib/core/access/permissions'
import type { FreezeDto, OverrideDto } from '@/lib/freezes/dto'

/** The rollouts that may start in spite of a freeze, and those that might. */
export function OverrideList({ freeze, access }: { freeze: FreezeDto; access: Access }) {
  if (freeze.overrides.length === 0) return null
  return (
    <ul
      aria-label={`Overrides of ${freeze.title}`}
      className="mt-1 flex flex-col gap-1.5 rounded-lg bg-sunken p-3"
    >
      {freeze.overrides.map((override) => (
        <OverrideItem key={override.id} freeze={freeze} override={override} access={access} />
      ))}
    </ul>
  )
}

function OverrideItem({
  freeze,
  override,
  access,
}: {
  freeze: FreezeDto
  override: OverrideDto
  access: Access
}) {
  const end = useAct({
    run: () => api<undefined>('DELETE', `/api/v1/freezes/${freeze.id}/overrides/${override.id}`),
    done: () => `${freeze.title} holds for ${override.rolloutTitle} again`,
    refused: 'Could not end the override',
    changes: [['freezes'], ['rollouts'], ['home']],
  })
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 text-sm">
      <p className="min-w-0 flex-1 basis-56 break-words">
        {override.active ? <Badge tone="warning">overridden</Badge> : <Badge>override is over</Badge>}{' '}
        <Link
          href={`/rollouts/${override.rollout}`}
          className="rounded-sm font-medium underline underline-offset-2"
        >
          {override.rolloutTitle}
        </Link>
        : {override.reason}{' '}
        <span className="text-ink-3">
          by {override.createdBy},{' '}
          {override.endedAt ? (
            <>
              ended <Time at={override.endedAt} />
            </>
          ) : (
            <>
              {override.active ? 'until' : 'was until'}{' '}
              <Time at={override.expiresAt} format="absolute" seconds={false} />
            </>
          )}
        </span>
      </p>
      {override.active ? (
        <Button
          size="sm"
          busy={end.isPending}
          disabledReason={access.allowed ? null : access.reason}
          onClick={() => end.mutate(undefined)}
        >
          End the override
        </Button>
      ) : null}
    </li>
  )
}
