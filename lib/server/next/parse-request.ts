import type { z } from 'zod'
import { AppError } from '../errors'
import { parseInput } from '../mutation'

/** Matches a path such as `/api/v1/clusters/{name}` against a URL and gives its decoded parameters. */
export function matchPath(template: string, pathname: string): Record<string, string> {
  const wanted = template.split('/')
  const given = pathname.replace(/\/$/, '').split('/')
  const params: Record<string, string> = Object.create(null)
  for (const [i, part] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name !== undefined) params[name] = decode(given[i] ?? '')
  }
  return { ...params }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new AppError('not_found', 'There is nothing at this address: it is not encoded properly.')
  }
}

/** Reads the query of a URL; every parameter may be given once. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, url: URL): z.output<Schema> {
  const query: Record<string, string> = {}
  for (const [key, value] of url.searchParams) {
    if (Object.hasOwn(query, key)) {
      const problems = [{ path: [key], message: 'is given more than once' }]
      throw new AppError('invalid', `${key}: is given more than once`, { problems })
    }
    Object.defineProperty(query, key, { value, enumerable: true })
  }
  return parseInput(schema, query)
}

/**
 * Reads a body as UTF-8 text, never more than so many bytes of it.
 * @throws AppError `too_large`; `invalid` when it is not UTF-8.
 */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  const tooLarge = new AppError('too_large', `The body is larger than ${bytesMax} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > bytesMax) throw tooLarge
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('invalid', 'The body is not UTF-8 text.')
    throw error
  }
}
