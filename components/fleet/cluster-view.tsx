import { Rocket } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { Count } from '@/components/ui/count'
import { Fact, Facts } from '@/components/ui/facts'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import type { ClusterDto } from '@/lib/clusters/dto'
import type { BrokenClusterDto } from '@/lib/disruption/dto'
import type { ClusterHistoryItem } from '@/lib/fleet/cluster-history'
import { selectorOfNames } from '@/lib/fleet/filter-selector'
import { versionHistory } from '@/lib/fleet/version-history'
import type { FreezeDto } from '@/lib/freezes/dto'
import { ClusterFreezes } from './cluster-freezes'
import { ClusterHistory } from './cluster-history'
import { ClusterVersions } from './cluster-versions'
import { RemoveCluster } from './remove-cluster'

/** One cluster: what is known of it, who holds it, and what was done to it. */
export function ClusterView({
  cluster,
  history,
  freezes,
  broken,
  removeRefusal,
}: {
  cluster: ClusterDto
  history: readonly ClusterHistoryItem[]
  /** Those that hold it now or will. */
  freezes: readonly FreezeDto[]
  /** Its last target failed and nobody has answered for it; null = it is not so. */
  broken: BrokenClusterDto | null
  removeRefusal: string | null
}) {
  const select = encodeURIComponent(selectorOfNames([cluster.name]))
  const labels = Object.entries(cluster.labels)
  const connects = Object.keys(cluster.connection).length > 0
  return (
    <>
      <PageHeader
        mono
        title={cluster.name}
        meta={
          <>
            <span>{cluster.kind}</span>
            <span className="ident">{cluster.version ?? 'version unknown'}</span>
            <span>
              changed <Time at={cluster.updatedAt} />
            </span>
          </>
        }
        actions={
          <>
            <RemoveCluster
              name={cluster.name}
              refusal={removeRefusal}
              inFlight={cluster.inFlightIn !== null}
            />
            <LinkButton variant="primary" href={`/rollouts/new?select=${select}`}>
              <Rocket size={14} aria-hidden="true" /> Start a rollout
            </LinkButton>
          </>
        }
      />
      {cluster.inFlightIn ? (
        <div className="mb-4">
          <Callout
            title="A rollout is at work on this cluster"
            action={
              <LinkButton size="sm" href={`/rollouts/${cluster.inFlightIn}`}>
                Rollout {cluster.inFlightIn}
              </LinkButton>
            }
          >
            It holds the cluster until its work on it is at rest; other rollouts wait for it.
          </Callout>
        </div>
      ) : null}
      {broken && !broken.inFlight ? (
        <div className="mb-4">
          <Callout
            tone="warning"
            title="It is broken: the last rollout that touched it failed on it"
            action={
              <LinkButton size="sm" href={`/rollouts/${broken.rollout}?tab=failures`}>
                Its failures
              </LinkButton>
            }
          >
            {broken.message ?? broken.reason.replaceAll('_', ' ')}, <Time at={broken.since} />. Until a
            success or an acknowledgement it takes a place of every disruption budget that counts it.
          </Callout>
        </div>
      ) : null}
      <ClusterFreezes freezes={freezes} />
      <div className="grid items-start gap-4 lg:grid-cols-3">
        <Card title="Facts">
          <Facts>
            <Fact name="Provider">{cluster.provider}</Fact>
            <Fact name="Region">{cluster.region}</Fact>
            <Fact name="Environment">{cluster.environment || 'unknown'}</Fact>
            <Fact name="Tier">{cluster.tier || 'unknown'}</Fact>
            <Fact name="Weight">
              <Count value={cluster.weight} />
            </Fact>
            <Fact name="Labels">
              {labels.length === 0 ? (
                'none'
              ) : (
                <span className="flex flex-wrap gap-1">
                  {labels.map(([key, value]) => (
                    <Badge key={key} tone="outline">
                      <span className="ident">
                        {key}={value}
                      </span>
                    </Badge>
                  ))}
                </span>
              )}
            </Fact>
          </Facts>
        </Card>
        <Card title="Versions">
          <ClusterVersions spans={versionHistory(history, cluster.version)} />
        </Card>
        <Card title={cluster.nodes ? `Nodes ${cluster.nodes.length}` : 'Nodes'}>
          {cluster.nodes && cluster.nodes.length > 0 ? (
            <ul className="flex flex-wrap gap-1">
              {cluster.nodes.map((node) => (
                <li key={node}>
                  <Badge tone="outline">
                    <span className="ident">{node}</span>
                  </Badge>
                </li>
              ))}
            </ul>
          ) : (
            <p className="text-ink-3">Not known; progress is shown for the cluster as a whole.</p>
          )}
        </Card>
      </div>
      <h2 className="mt-8 mb-2 text-sm font-semibold">Rollouts that touched it</h2>
      <ClusterHistory history={history} />
      {connects ? (
        <>
          <h2 className="mt-8 mb-2 text-sm font-semibold">Connection</h2>
          <CodeBlock label="connection" text={JSON.stringify(cluster.connection, null, 2)} />
        </>
      ) : null}
    </>
  )
}
