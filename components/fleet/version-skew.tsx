'use client'

import { memo, useMemo } from 'react'
import { formatCount, formatShare } from '@/lib/client/format'
import type { ClusterFacts } from '@/lib/core/shared/cluster-facts'
import { versionSkew } from '@/lib/fleet/version-skew'

/** Kinds shown; the rest are few clusters by construction. */
const kindsMax = 4
/** How dark the n-th newest version is, in percent of ink. */
const shades = [36, 26, 18, 12, 8, 5]

/** One bar per kind: newest version darkest, so that what lags behind is what is pale. */
export const VersionSkew = memo(function VersionSkew({
  clusters,
  onPick,
}: {
  clusters: readonly ClusterFacts[]
  onPick: (kind: string, version: string | null) => void
}) {
  const kinds = useMemo(() => versionSkew(clusters).slice(0, kindsMax), [clusters])
  if (kinds.length === 0) return null
  return (
    <section
      aria-label="Versions by kind"
      className="grid grid-cols-[max-content_minmax(0,1fr)] items-center gap-x-3 gap-y-1.5"
    >
      {kinds.map(({ kind, total, versions }) => (
        <div key={kind} className="contents">
          <span className="text-xs text-ink-2">{kind}</span>
          <div className="flex h-5 min-w-0 gap-px overflow-hidden rounded-sm">
            {versions.map(({ version, count }, index) => {
              const shade = shades[Math.min(index, shades.length - 1)] as number
              const name = version ?? 'unknown'
              const words = `${kind} ${name}: ${formatCount(count)} clusters, ${formatShare(count, total)}`
              return (
                <button
                  key={name}
                  type="button"
                  title={words}
                  aria-label={`${words}. Show only these.`}
                  onClick={() => onPick(kind, version)}
                  style={{
                    flexGrow: count,
                    flexBasis: 0,
                    background: `color-mix(in oklab, var(--color-inverse) ${shade}%, var(--color-canvas))`,
                  }}
                  className="ident flex min-w-[3px] items-center overflow-hidden text-2xs text-ink outline-offset-[-2px] hover:opacity-80"
                >
                  {count / total > 0.08 ? <span className="truncate px-1.5">{name}</span> : null}
                </button>
              )
            })}
          </div>
        </div>
      ))}
    </section>
  )
})
