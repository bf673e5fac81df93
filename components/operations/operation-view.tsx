import { Rocket } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { DownloadButton } from '@/components/ui/download-button'
import { Fact, Facts } from '@/components/ui/facts'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import { formatDuration, formatNoun } from '@/lib/client/format'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { DocumentDto } from '@/lib/documents/dto'
import { ParamsForm } from './params-form'
import { PublishOperation } from './publish-operation'

/** One operation: facts with every default made explicit, the form of its parameters, its text. */
export function OperationView({
  document,
  operation,
  publishRefusal,
}: {
  document: DocumentDto
  operation: ResolvedOperation
  publishRefusal: string | null
}) {
  const { name, revision } = document
  return (
    <>
      <PageHeader
        title={document.title}
        meta={
          <>
            <span className="ident">{name}</span>
            <Badge tone="outline">revision {revision}</Badge>
            <span>
              <Time at={document.createdAt} /> by {document.author}
            </span>
          </>
        }
        actions={
          <>
            <PublishOperation
              published={{ name, source: document.source, revision }}
              refusal={publishRefusal}
            />
            <LinkButton variant="primary" href={`/rollouts/new?operation=${encodeURIComponent(name)}`}>
              <Rocket size={14} aria-hidden="true" /> Start a rollout
            </LinkButton>
          </>
        }
      >
        {document.description ? <p className="mt-2 max-w-prose text-ink-2">{document.description}</p> : null}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="What it does">
          <OperationFacts operation={operation} />
        </Card>
        <Card title="What it asks for">
          <ParamsForm schema={{ ...operation.params }} value={{}} readOnly />
        </Card>
      </div>
      <div className="mt-6 mb-2 flex items-center gap-2">
        <h2 className="flex-1 text-sm font-semibold">Document</h2>
        <DownloadButton
          file={`${name}.yaml`}
          type="application/yaml"
          text={document.source}
          label="Export YAML"
        />
      </div>
      <CodeBlock label="document" text={document.source} />
    </>
  )
}

const namesOf = (checks: ResolvedOperation['verify']): string =>
  checks.length === 0 ? 'none' : checks.map(({ name, check }) => `${name} (${check})`).join(', ')

function OperationFacts({ operation }: { operation: ResolvedOperation }) {
  const { retry, sets, preflight, verify } = operation
  const labels = Object.entries(sets.labels ?? {}).map(([key, value]) => [`labels.${key}`, value] as const)
  const written = [...Object.entries(sets).filter(([key]) => key !== 'labels'), ...labels]
  return (
    <Facts>
      <Fact name="Applies to" mono>
        {operation.appliesTo === 'true' ? 'every cluster' : operation.appliesTo}
      </Fact>
      <Fact name="Done already when" mono>
        {operation.satisfied ?? 'never; it is always applied'}
      </Fact>
      <Fact name="Driver">
        <Badge>{operation.apply.driver}</Badge>
      </Fact>
      <Fact name="Each try ends after">{formatDuration(operation.timeoutMs)}</Fact>
      <Fact name="Tries">
        {formatNoun(retry.attempts, 'try', 'tries')}
        {retry.attempts > 1
          ? `, ${formatDuration(retry.backoffMs)} to ${formatDuration(retry.maxBackoffMs)} apart`
          : ''}
      </Fact>
      <Fact name="Checks before it">{namesOf(preflight)}</Fact>
      <Fact name="Checks after it">{namesOf(verify)}</Fact>
      <Fact name="Writes to the cluster" mono>
        {written.length === 0
          ? 'nothing'
          : written.map(([key, value]) => `${key} = ${String(value)}`).join(', ')}
      </Fact>
      <Fact name="Way back">{operation.revert ? `by ${operation.revert.driver}` : 'none is described'}</Fact>
    </Facts>
  )
}
