'use client'

import { useRouter } from 'next/navigation'
import { PublishFrame } from '@/components/documents/publish-frame'
import { TextDifference } from '@/components/documents/text-difference'
import { ProblemLines } from '@/components/fleet/problem-lines'
import { Callout } from '@/components/ui/callout'
import { act } from '@/lib/client/act'
import { ApiError, messageOf } from '@/lib/client/api'
import { useAct } from '@/lib/client/use-act'
import { publishOperationText } from '@/lib/operations/actions'

/** Shows what changes against the published text, and makes the next revision of it. */
export function PublishOperationDialog({
  name,
  source,
  published,
  onClose,
}: {
  name: string
  source: string
  /** What the change starts from; null = a new operation. */
  published: { source: string; revision: number } | null
  onClose: () => void
}) {
  const router = useRouter()
  const publish = useAct({
    // Somebody who published meanwhile must not be overwritten unseen; 0 = there was none of this name.
    run: () => act(publishOperationText({ name, source, baseRevision: published?.revision ?? 0 })),
    done: (_, { name, revision, outcome }) =>
      outcome === 'unchanged'
        ? 'Nothing differs; no revision was made'
        : `${name} is now at revision ${revision}`,
    refused: 'Could not publish',
    changes: [['palette'], ['operations']],
    quiet: true,
    onDone: ({ name }) => {
      router.push(`/operations/${encodeURIComponent(name)}`)
      router.refresh()
    },
  })
  const errors = publish.error instanceof ApiError ? (publish.error.problem?.errors ?? []) : []
  return (
    <PublishFrame
      name={name}
      revision={published?.revision ?? null}
      stays="Rollouts already launched keep theirs."
      call={`PUT /api/v1/operations/${name}, content-type: application/yaml`}
      busy={publish.isPending}
      onPublish={() => publish.mutate(undefined)}
      onClose={onClose}
    >
      {publish.error ? (
        <div>
          <Callout tone="danger" role="alert" title="Nothing was published">
            {errors.length === 0 ? messageOf(publish.error) : null}
          </Callout>
          <ProblemLines errors={errors} text={source} />
        </div>
      ) : null}
      <TextDifference before={published?.source ?? ''} after={source} />
    </PublishFrame>
  )
}
