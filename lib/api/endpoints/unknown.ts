import { AppError } from '@/lib/server/errors'
import { endpoint, type Method } from '../endpoint'

/** Answers addresses under `/api` that nothing else does, as a problem rather than as a page. */
const nothing = (method: Method) =>
  endpoint({
    method,
    path: '/api/{rest}',
    id: `nothing${method}`,
    tag: 'System',
    summary: 'There is nothing at this address',
    permission: 'public',
    answers: { 404: { description: 'There is nothing at this address' } },
    handle: async ({ request }) => {
      const { pathname } = new URL(request.url)
      throw new AppError(
        'not_found',
        `There is nothing at ${method} ${pathname.slice(0, 200)}. See /api/openapi.json.`,
      )
    },
  })

export const getNothing = nothing('GET')
export const putNothing = nothing('PUT')
export const postNothing = nothing('POST')
export const deleteNothing = nothing('DELETE')
