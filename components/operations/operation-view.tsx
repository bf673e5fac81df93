import { FilePen, Rocket } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CodeBlock } from '@/components/ui/code-block'
import { DownloadButton } from '@/components/ui/download-button'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Time } from '@/components/ui/time'
import type { ResolvedOperation } from '@/lib/core/operation/types'
import type { DocumentDto } from '@/lib/documents/dto'
import { defaultsOf } from './defaults-of'
import { OperationFacts } from './operation-facts'
import { ParamsForm } from './params-form'

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
            {publishRefusal === null ? (
              <LinkButton href={`/operations/${encodeURIComponent(name)}/edit`}>
                <FilePen size={14} aria-hidden="true" /> Edit
              </LinkButton>
            ) : (
              <Button disabledReason={publishRefusal}>
                <FilePen size={14} aria-hidden="true" /> Edit
              </Button>
            )}
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
          <ParamsForm schema={{ ...operation.params }} value={defaultsOf({ ...operation.params })} readOnly />
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
