import { requireDocumentName, requireSameName } from '@/lib/documents/check-name'
import type { PublishedDto } from '@/lib/documents/dto'
import { documentRefusal } from '@/lib/documents/refusal'
import { publishInput } from '@/lib/documents/schemas'
import { storeRevision } from '@/lib/documents/store-revision'
import { toWarnings } from '@/lib/documents/warnings'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'
import { readOperationText } from './read-text'

/**
 * Publishes an operation: checks it with the drivers it uses, and keeps it as the next revision unless nothing
 * differs. Rollouts that were launched from earlier revisions go on as they are.
 *
 * @throws AppError `invalid` with line, key and suggestion of everything wrong; `stale` when somebody published
 *   since `baseRevision`.
 */
export const publishOperation = mutation({
  name: 'operation.publish',
  permission: 'operation:write',
  input: publishInput,
  object: ({ name }) => ({ type: 'operation', name }),
  data: (_, { revision, outcome }: PublishedDto) => ({ revision, outcome }),
  async run({ tx, actor, now }, { name, source, baseRevision }): Promise<PublishedDto> {
    requireDocumentName(name)
    const { document, problems } = readOperationText(source)
    if (!document) throw documentRefusal(problems)
    requireSameName(source, name, document.metadata.name)
    if (actor.kind === 'system') throw new AppError('forbidden', 'An operation is published by somebody.')
    const stored = await storeRevision(tx, 'operation', {
      name,
      title: document.metadata.title ?? name,
      text: source,
      document,
      authorId: actor.userId,
      note: null,
      baseRevision,
      now,
    })
    return { name, ...stored, warnings: toWarnings(problems) }
  },
})
