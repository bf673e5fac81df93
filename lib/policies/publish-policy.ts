import { checkValidators } from '@/lib/checks/validators'
import { readPolicy } from '@/lib/core/policy/read'
import { requireDocumentName, requireSameName } from '@/lib/documents/check-name'
import type { PublishedDto } from '@/lib/documents/dto'
import { documentRefusal } from '@/lib/documents/refusal'
import { publishInput } from '@/lib/documents/schemas'
import { storeRevision } from '@/lib/documents/store-revision'
import { toWarnings } from '@/lib/documents/warnings'
import { AppError } from '@/lib/server/errors'
import { mutation } from '@/lib/server/mutation'

/**
 * Publishes a policy: checks it, and keeps it as the next revision unless nothing differs. Rollouts that were
 * launched from earlier revisions go on as they are.
 *
 * @throws AppError `invalid` with line, key and suggestion of everything wrong; `stale` when somebody published
 *   since `baseRevision`.
 */
export const publishPolicy = mutation({
  name: 'policy.publish',
  permission: 'policy:write',
  input: publishInput,
  object: ({ name }) => ({ type: 'policy', name }),
  data: ({ note }, { revision, outcome }: PublishedDto) => ({ revision, outcome, note: note ?? null }),
  async run({ tx, actor, now }, { name, source, note, baseRevision }): Promise<PublishedDto> {
    requireDocumentName(name)
    const { document, problems } = readPolicy(source, { publish: true, checks: checkValidators })
    if (!document) throw documentRefusal(problems)
    requireSameName(source, name, document.metadata.name)
    if (actor.kind === 'system') throw new AppError('forbidden', 'A policy is published by somebody.')
    const stored = await storeRevision(tx, 'policy', {
      name,
      title: document.metadata.title ?? name,
      text: source,
      document,
      authorId: actor.userId,
      note: note || null,
      baseRevision,
      now,
    })
    await tx.query('DELETE FROM policy_draft WHERE user_id = $1 AND policy_name = $2', [actor.userId, name])
    return { name, ...stored, warnings: toWarnings(problems) }
  },
})
