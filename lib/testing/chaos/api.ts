import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 90_000
const callMs = 12_000

/** The product's API to one person, through every outage: a call is repeated until it is answered. */
export interface Api {
  get<T>(path: string): Promise<T>
  /** @throws Refused when the answer is that it cannot be done. */
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>
  /** Calls that met an outage and were repeated. */
  readonly repeated: number
}

/** An answer that repeating would not change. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text)
  }
}

/** Opens the API for whoever a token belongs to. */
export function openApi(url: string, token: string): Api {
  let repeated = 0

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      const answer = await once<T>(method, path, body)
      if (answer.kind === 'answered') return answer.value
      if (performance.now() > deadline) throw new Error(`${method} ${path}: ${answer.why}`)
      repeated += 1
      await sleep(200)
    }
  }

  async function once<T>(method: string, path: string, body: unknown): Promise<Answer<T>> {
    try {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json',
        },
        signal: AbortSignal.timeout(callMs),
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      if (response.ok) return { kind: 'answered', value: (text === '' ? null : JSON.parse(text)) as T }
      if (response.status < 500 && response.status !== 429)
        throw new Refused(response.status, `${response.status} ${method} ${path}: ${text}`)
      return { kind: 'later', why: `${response.status} ${text}` }
    } catch (error) {
      if (error instanceof Refused) throw error
      return { kind: 'later', why: String(error) }
    }
  }

  return {
    get: (path) => call('GET', path),
    send: call,
    get repeated() {
      return repeated
    },
  }
}

type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'later'; readonly why: string }
