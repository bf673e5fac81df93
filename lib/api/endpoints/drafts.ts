import { documentNameInput, publishInput } from '@/lib/documents/schemas'
import { discardDraft, saveDraft } from '@/lib/policies/drafts'
import { listDrafts } from '@/lib/policies/queries'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'
import { draftSchema } from '../schemas/documents'
import { itemsOf } from '../schemas/members'

const tag = 'Policies'
const path = '/api/v1/drafts/{name}'

export const getDrafts = endpoint({
  method: 'GET',
  path: '/api/v1/drafts',
  id: 'listDrafts',
  tag,
  summary: "List one's own unpublished drafts of policies, latest first",
  permission: 'policy:write',
  answers: { 200: { description: 'Drafts', schema: itemsOf(draftSchema) } },
  handle: async ({ services, actor }) => ({ items: await listDrafts(poolSql(services.pool), actor.userId) }),
})

export const putDraft = endpoint({
  method: 'PUT',
  path,
  id: 'saveDraft',
  tag,
  summary: "Keep one's own unpublished text of a policy, whatever state it is in",
  permission: 'policy:write',
  params: documentNameInput,
  body: publishInput.pick({ source: true, baseRevision: true }),
  answers: { 204: { description: 'Kept' } },
  handle: ({ services, actor, params: { name }, body: { source, baseRevision } }) =>
    saveDraft(services, actor, { name, source, ...(baseRevision !== undefined && { baseRevision }) }),
})

export const deleteDraft = endpoint({
  method: 'DELETE',
  path,
  id: 'discardDraft',
  tag,
  summary: "Throw one's own draft away",
  permission: 'policy:write',
  params: documentNameInput,
  answers: { 204: { description: 'Gone' } },
  handle: ({ services, actor, params }) => discardDraft(services, actor, params.name),
})
