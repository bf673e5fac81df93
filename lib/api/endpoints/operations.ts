import { getDocument, listRevisions } from '@/lib/documents/queries'
import { documentNameInput, documentRefInput } from '@/lib/documents/schemas'
import { deleteOperation } from '@/lib/operations/delete-operation'
import { publishOperation } from '@/lib/operations/publish-operation'
import { listOperations } from '@/lib/operations/queries'
import { readOperationText } from '@/lib/operations/read-text'
import { poolSql } from '@/lib/server/sql'
import {
  baseRevisionOf,
  documentResponse,
  documentTypes,
  publishedResponse,
  requireDocumentType,
} from '../document-http'
import { endpoint } from '../endpoint'
import {
  documentSchema,
  operationSummarySchema,
  problemSchema,
  publishedSchema,
  revisionSchema,
} from '../schemas/documents'
import { itemsOf } from '../schemas/members'

const tag = 'Operations'
const path = '/api/v1/operations/{name}'

export const getOperations = endpoint({
  method: 'GET',
  path: '/api/v1/operations',
  id: 'listOperations',
  tag,
  summary: 'List operations',
  permission: 'operation:read',
  answers: { 200: { description: 'All operations in use', schema: itemsOf(operationSummarySchema) } },
  handle: async ({ services }) => ({ items: await listOperations(poolSql(services.pool)) }),
})

export const getOperation = endpoint({
  method: 'GET',
  path,
  id: 'getOperation',
  tag,
  summary: 'Show an operation, or one revision of it as name@revision',
  description: 'As JSON, or with Accept: application/yaml as its text, byte for byte as it is kept.',
  permission: 'operation:read',
  params: documentRefInput,
  answers: {
    200: {
      description: 'The operation',
      schema: documentSchema,
      contentTypes: ['application/json', 'application/yaml'],
    },
  },
  handle: async ({ services, params, request }) =>
    documentResponse(await getDocument(poolSql(services.pool), 'operation', params.name), request),
})

export const putOperation = endpoint({
  method: 'PUT',
  path,
  id: 'publishOperation',
  tag,
  summary: 'Publish an operation: a new revision, unless nothing differs',
  description: 'YAML or JSON. With If-Match: "revision" it is refused if somebody published meanwhile.',
  permission: 'operation:write',
  params: documentNameInput,
  headers: { 'If-Match': 'The revision the change was made from, in quotes' },
  raw: { contentTypes: documentTypes, description: 'The document, kind: Operation' },
  answers: {
    200: { description: 'A new revision, or none because nothing differs', schema: publishedSchema },
    201: { description: 'A new operation', schema: publishedSchema },
  },
  handle: async ({ services, actor, params, text, request }) => {
    requireDocumentType(request)
    const baseRevision = baseRevisionOf(request)
    const input = { name: params.name, source: text, ...(baseRevision !== undefined && { baseRevision }) }
    return publishedResponse(await publishOperation(services, actor, input))
  },
})

export const deleteOperationByName = endpoint({
  method: 'DELETE',
  path,
  id: 'deleteOperation',
  tag,
  summary: 'Take an operation out of use',
  description: 'Its revisions stay with the rollouts that were made from them.',
  permission: 'operation:write',
  params: documentNameInput,
  answers: { 204: { description: 'It is out of use' } },
  handle: ({ services, actor, params }) => deleteOperation(services, actor, params),
})

export const getOperationRevisions = endpoint({
  method: 'GET',
  path: `${path}/revisions`,
  id: 'listOperationRevisions',
  tag,
  summary: 'List the revisions of an operation, newest first',
  permission: 'operation:read',
  params: documentNameInput,
  answers: { 200: { description: 'Revisions', schema: itemsOf(revisionSchema) } },
  handle: async ({ services, params }) => ({
    items: await listRevisions(poolSql(services.pool), 'operation', params.name),
  }),
})

export const postOperationProblems = endpoint({
  method: 'POST',
  path: `${path}/problems`,
  id: 'checkOperation',
  tag,
  summary: 'Say what publishing would find wrong with a text; nothing is kept',
  description: 'With the line, the column and the key of everything; empty = it would be accepted.',
  permission: 'operation:read',
  params: documentNameInput,
  raw: { contentTypes: documentTypes, description: 'The document, kind: Operation' },
  cost: 3,
  answers: { 200: { description: 'What is wrong', schema: itemsOf(problemSchema) } },
  handle: async ({ text, request }) => {
    requireDocumentType(request)
    return { items: [...readOperationText(text).problems] }
  },
})
