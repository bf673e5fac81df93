import { z } from 'zod'
import { deleteCluster } from '@/lib/clusters/delete-cluster'
import { clusterFacets } from '@/lib/clusters/facets'
import { bulkTypes } from '@/lib/clusters/parse-bulk'
import { getCluster, listClusters } from '@/lib/clusters/queries'
import { clusterInput, clusterNameInput, facetsInput, listClustersInput } from '@/lib/clusters/schemas'
import { upsertFile } from '@/lib/clusters/upsert-file'
import { poolSql } from '@/lib/server/sql'
import { endpoint } from '../endpoint'
import { clusterPageSchema, clusterSchema, facetsSchema, upsertSchema } from '../schemas/clusters'

const tag = 'Fleet'

export const getClusters = endpoint({
  method: 'GET',
  path: '/api/v1/clusters',
  id: 'listClusters',
  tag,
  summary: 'List clusters, a page at a time',
  permission: 'fleet:read',
  query: listClustersInput,
  answers: { 200: { description: 'A page of clusters', schema: clusterPageSchema } },
  handle: ({ services, query }) => listClusters(poolSql(services.pool), query),
})

export const putClusters = endpoint({
  method: 'PUT',
  path: '/api/v1/clusters',
  id: 'upsertClusters',
  tag,
  summary: 'Register or change many clusters, all or none',
  description:
    'By name. What is left out of a cluster that exists already stays as it is. If anything is wrong, nothing is written, and every bad line is named.',
  permission: 'fleet:write',
  raw: {
    contentTypes: bulkTypes,
    description: 'A JSON array, one JSON object a line, or CSV with a header',
    schema: z.array(clusterInput),
  },
  bodyBytesMax: 64 * 1024 * 1024,
  cost: 10,
  answers: { 200: { description: 'What was done', schema: upsertSchema } },
  handle: ({ services, actor, text, request }) =>
    upsertFile(services, actor, text, request.headers.get('content-type')),
})

export const getClusterByName = endpoint({
  method: 'GET',
  path: '/api/v1/clusters/{name}',
  id: 'getCluster',
  tag,
  summary: 'Show one cluster',
  permission: 'fleet:read',
  params: clusterNameInput,
  answers: { 200: { description: 'The cluster', schema: clusterSchema } },
  handle: ({ services, params }) => getCluster(poolSql(services.pool), params.name),
})

export const deleteClusterByName = endpoint({
  method: 'DELETE',
  path: '/api/v1/clusters/{name}',
  id: 'deleteCluster',
  tag,
  summary: 'Remove a cluster from the fleet',
  description: 'Refused while a rollout is at work on it. Rollouts that still have it before them skip it.',
  permission: 'fleet:write',
  params: clusterNameInput,
  answers: { 204: { description: 'Removed' } },
  handle: ({ services, actor, params }) => deleteCluster(services, actor, params),
})

export const getFacets = endpoint({
  method: 'GET',
  path: '/api/v1/fleet/facets',
  id: 'getFacets',
  tag,
  summary: 'Count the values of every field and label',
  permission: 'fleet:read',
  query: facetsInput,
  answers: { 200: { description: 'Counts by field and label', schema: facetsSchema } },
  handle: ({ services, query }) => clusterFacets(poolSql(services.pool), query),
})
