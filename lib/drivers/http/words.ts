import { isObject } from '@/lib/core/shared/json'
import { excerpt } from '@/lib/core/shared/suggest'
import type { ResponseFacts } from './exchange'

/** Statuses after which the same request may succeed later; all of 5xx belong to them too. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500
}

/** Finds what an answer says of itself, for people: the usual members of an error body, or its first words. */
export function saidBy(response: ResponseFacts): string {
  const { body } = response
  const said = typeof body === 'string' ? body : isObject(body) ? fromMembers(body) : ''
  return said === '' ? '' : `: ${excerpt(said.replace(/\s+/g, ' ').trim(), 300)}`
}

function fromMembers(body: Record<string, unknown>): string {
  for (const key of ['detail', 'message', 'error_description', 'error', 'title', 'reason']) {
    const value = Object.hasOwn(body, key) ? body[key] : undefined
    if (typeof value === 'string' && value !== '') return value
    if (isObject(value)) {
      const inner = fromMembers(value)
      if (inner !== '') return inner
    }
  }
  return ''
}
