import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { carryOut } from './api'
import { createJournal, type Journal, type JournalFact } from './journal'
import { type Fault, faultFor, type Modes, modeFor } from './modes'
import { createOperations, type Operations } from './operations'
import { type ApiRequest, readJson, readRequest } from './request'

/** A running fake control plane. */
export interface ControlPlane {
  readonly url: string
  readonly journal: Journal
  readonly operations: Operations
  setModes(modes: Modes): void
  close(): Promise<void>
}

/**
 * Starts a fake control plane on loopback: the API of an upgrade service, which keeps a journal of all that
 * reaches it and misbehaves as told. Besides the API it answers `GET /__log?after=seq`, `PUT /__mode` (a
 * `Modes` document) and `GET /__versions`, so that another process can drive and judge it.
 */
export async function startControlPlane(
  options: { port?: number; modes?: Modes } = {},
): Promise<ControlPlane> {
  const journal = createJournal()
  const operations = createOperations(journal)
  const counts = new Map<string, number>()
  let modes = options.modes ?? {}
  let requests = 0

  async function serve(request: http.IncomingMessage, response: http.ServerResponse) {
    if (request.url?.startsWith('/__')) return control(request, response)
    requests += 1
    const number = requests
    const asked = await readRequest(request)
    const cluster = asked.cluster ?? operations.find(asked.operation ?? '')?.cluster ?? null
    const facts = factsOf(asked, number, cluster)
    journal.append({ type: 'received', ...facts })
    const mode = modeFor(modes, cluster)
    const fault = nextFault(asked, mode)
    const effects: Effects = {
      apply: () => carryOut(asked, number, mode, operations),
      respond: (status, headers, body) => {
        const retryAfterMs = headers['retry-after'] ? Number(headers['retry-after']) * 1_000 : undefined
        journal.append({ type: 'responded', ...facts, status, retryAfterMs })
        response.writeHead(status, headers).end(body)
      },
      cut: () => {
        journal.append({ type: 'responded', ...facts, status: 0 })
        response.destroy()
      },
    }
    await misbehave(fault, mode, effects)
  }

  /** Counts the requests of one kind for one key, and lets the mode decide about this one. */
  function nextFault(asked: ApiRequest, mode: ReturnType<typeof modeFor>): Fault {
    const { action } = asked
    if (action === 'read' || action === 'unknown') return 'none'
    const subject = asked.key ?? asked.cluster ?? asked.operation ?? ''
    const counter = `${action} ${subject}`
    const nth = (counts.get(counter) ?? 0) + 1
    counts.set(counter, nth)
    return faultFor(mode, action, subject, nth)
  }

  async function control(request: http.IncomingMessage, response: http.ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://control-plane')
    if (request.method === 'PUT' && url.pathname === '/__mode') {
      modes = (await readJson(request)) as Modes
      return response.writeHead(204).end()
    }
    const answers: Record<string, () => unknown> = {
      '/__log': () => journal.entries(Number(url.searchParams.get('after') ?? 0)),
      '/__versions': () => operations.versions(),
    }
    const answer = Object.hasOwn(answers, url.pathname) ? answers[url.pathname]?.() : undefined
    const status = answer === undefined ? 404 : 200
    response.writeHead(status, jsonType).end(JSON.stringify(answer ?? { error: 'there is no such path' }))
  }

  const server = http.createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    journal,
    operations,
    setModes: (next) => {
      modes = next
    },
    close: async () => {
      operations.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const jsonType = { 'content-type': 'application/json' }

interface Effects {
  apply(): ReturnType<typeof carryOut>
  respond(status: number, headers: Record<string, string>, body?: string): void
  cut(): void
}

/** Answers a request the way its fault wants it. */
async function misbehave(fault: Fault, mode: { delayMs: number; retryAfterS: number }, effects: Effects) {
  const { apply, respond, cut } = effects
  const json = (status: number, body: unknown) => respond(status, jsonType, JSON.stringify(body))
  switch (fault) {
    case 'none':
    case 'slow': {
      const { status, body } = apply()
      if (fault === 'slow') await sleep(mode.delayMs)
      return json(status, body)
    }
    case 'late':
      await sleep(mode.delayMs)
      apply()
      return
    case 'twice': {
      const { status, body } = apply()
      json(status, body)
      await sleep(mode.delayMs)
      apply()
      return
    }
    case 'conflict': {
      const { status, body } = apply()
      return json(status === 202 ? 409 : status, body)
    }
    case 'garbage':
      apply()
      return respond(200, jsonType, '{"id": "op-1", "state": "DO')
    case 'html':
      apply()
      return respond(
        200,
        { 'content-type': 'text/html' },
        '<html><body>Please sign in, state DONE</body></html>',
      )
    case 'busy':
      return respond(
        429,
        { ...jsonType, 'retry-after': String(mode.retryAfterS) },
        '{"error":"too many requests"}',
      )
    case 'unavailable':
      return json(503, { error: 'try again later' })
    case 'refused':
      return json(400, { error: 'the version does not exist' })
    case 'redirect':
      return respond(302, { location: 'http://169.254.169.254/latest/meta-data/' })
    case 'cut':
      return cut()
    case 'lost':
      apply()
      return cut()
    case 'lost-slowly':
      apply()
      return
    case 'hang':
      return
  }
}

function factsOf(asked: ApiRequest, request: number, cluster: string | null): Omit<JournalFact, 'type'> {
  const { action, key, generation, step, operation } = asked
  return { action, request, cluster, key, generation, step, operation }
}
