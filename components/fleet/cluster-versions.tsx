import Link from 'next/link'
import { Time } from '@/components/ui/time'
import type { VersionSpan } from '@/lib/fleet/version-history'

/** Which versions a cluster had, newest first, and what brought each. */
export function ClusterVersions({ spans }: { spans: readonly VersionSpan[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {spans.map(({ version, since, rollout }, index) => (
        <li key={`${version} ${since}`} className="flex flex-wrap items-baseline gap-x-3">
          <span className={index === 0 ? 'ident font-medium' : 'ident text-ink-2'}>
            {version ?? 'unknown'}
          </span>
          <span className="text-xs text-ink-3">
            {since ? (
              <>
                since <Time at={since} format="absolute" seconds={false} />
              </>
            ) : (
              'as far back as rollouts tell'
            )}
          </span>
          {rollout ? (
            <Link
              href={`/rollouts/${rollout.id}`}
              className="min-w-0 truncate text-xs text-ink-2 underline-offset-2 hover:underline"
            >
              {rollout.title}
            </Link>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
