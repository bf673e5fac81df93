import { z } from 'zod'
import { getDocument, listRevisions } from '@/lib/documents/queries'
import { documentNameInput, documentRefInput } from '@/lib/documents/schemas'
import { deletePolicy } from '@/lib/policies/delete-policy'
import { publishPolicy } from '@/lib/policies/publish-policy'
import { listPolicies } from '@/lib/policies/queries'
import { poolSql } from '@/lib/server/sql'
import {
  baseRevisionOf,
  documentResponse,
  documentTypes,
  publishedResponse,
  requireDocumentType,
} from '../document-http'
import { endpoint } from '../endpoint'
import { documentSchema, policySummarySchema, publishedSchema, revisionSchema } from '../schemas/documents'
import { itemsOf } from '../schemas/members'

const tag = 'Policies'
const path = '/api/v1/policies/{name}'

export const getPolicies = endpoint({
  method: 'GET',
  path: '/api/v1/policies',
  id: 'listPolicies',
  tag,
  summary: 'List policies',
  permission: 'policy:read',
  answers: { 200: { description: 'All policies in use', schema: itemsOf(policySummarySchema) } },
  handle: async ({ services }) => ({ items: await listPolicies(poolSql(services.pool)) }),
})

export const getPolicy = endpoint({
  method: 'GET',
  path,
  id: 'getPolicy',
  tag,
  summary: 'Show a policy, or one revision of it as name@revision',
  description: 'As JSON, or with Accept: application/yaml as its text, byte for byte as it is kept.',
  permission: 'policy:read',
  params: documentRefInput,
  answers: {
    200: {
      description: 'The policy',
      schema: documentSchema,
      contentTypes: ['application/json', 'application/yaml'],
    },
  },
  handle: async ({ services, params, request }) =>
    documentResponse(await getDocument(poolSql(services.pool), 'policy', params.name), request),
})

export const putPolicy = endpoint({
  method: 'PUT',
  path,
  id: 'publishPolicy',
  tag,
  summary: 'Publish a policy: a new revision, unless nothing differs',
  description: 'YAML or JSON. With If-Match: "revision" it is refused if somebody published meanwhile.',
  permission: 'policy:write',
  params: documentNameInput,
  query: z.strictObject({ note: z.string().max(2_000).optional() }),
  headers: { 'If-Match': 'The revision the change was made from, in quotes' },
  raw: { contentTypes: documentTypes, description: 'The document, kind: Policy' },
  answers: {
    200: { description: 'A new revision, or none because nothing differs', schema: publishedSchema },
    201: { description: 'A new policy', schema: publishedSchema },
  },
  handle: async ({ services, actor, params, query, text, request }) => {
    requireDocumentType(request)
    const baseRevision = baseRevisionOf(request)
    const input = {
      name: params.name,
      source: text,
      ...query,
      ...(baseRevision !== undefined && { baseRevision }),
    }
    return publishedResponse(await publishPolicy(services, actor, input))
  },
})

export const deletePolicyByName = endpoint({
  method: 'DELETE',
  path,
  id: 'deletePolicy',
  tag,
  summary: 'Take a policy out of use',
  description: 'Its revisions stay with the rollouts that were made from them.',
  permission: 'policy:write',
  params: documentNameInput,
  answers: { 204: { description: 'It is out of use' } },
  handle: ({ services, actor, params }) => deletePolicy(services, actor, params),
})

export const getPolicyRevisions = endpoint({
  method: 'GET',
  path: `${path}/revisions`,
  id: 'listPolicyRevisions',
  tag,
  summary: 'List the revisions of a policy, newest first',
  permission: 'policy:read',
  params: documentNameInput,
  answers: { 200: { description: 'Revisions', schema: itemsOf(revisionSchema) } },
  handle: async ({ services, params }) => ({
    items: await listRevisions(poolSql(services.pool), 'policy', params.name),
  }),
})
