import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { DevDiagnosticInput, SchemaEngine } from '@prisma/schema-engine-wasm'
import type { OpenEngine } from './engine'

interface Call {
  id: number
  method?: string
  params?: unknown
}

/** Where the CLI's protocol and the WASM engine use different names. */
const renamed: Record<string, string> = { getDatabaseVersion: 'version' }

/**
 * These look up what the migrations amount to in a cache that only `devDiagnostic` fills, through its shadow
 * database, and only for migrations that have been applied. The CLI asks for a diagnosis earlier, but then
 * applies what was missing, after which the cache holds nothing for the longer list.
 */
const needsShadow = new Set(['evaluateDataLoss', 'createMigration'])

/**
 * Answers JSON-RPC calls, one per line and one after another, until the input ends.
 * @param open is called at the first call, so that a CLI which only asks for the version needs no database.
 */
export async function serve(
  input: Readable,
  output: Writable,
  open: () => Promise<OpenEngine>,
): Promise<void> {
  const send = (message: object) => output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const print = (content: string) => send({ id: 'print', method: 'print', params: { content } })
  let opened: Promise<OpenEngine> | undefined

  for await (const line of createInterface({ input })) {
    const call: Call = JSON.parse(line)
    // The CLI also answers our `print` requests; an answer has no method.
    if (!call.method) continue
    try {
      opened ??= open()
      const { engine } = await opened
      send({ id: call.id, result: await perform(engine, call.method, call.params, print) })
    } catch (error) {
      send({ id: call.id, error: rpcError(error) })
    }
  }
  await opened?.then(
    ({ close }) => close(),
    () => {},
  )
}

async function perform(
  engine: SchemaEngine,
  name: string,
  params: unknown,
  print: (text: string) => void,
): Promise<unknown> {
  const methods = engine as unknown as Record<string, (params: unknown) => Promise<unknown>>
  const method = methods[renamed[name] ?? name]
  if (needsShadow.has(name)) {
    const { migrationsList, filters } = params as DevDiagnosticInput
    await engine.devDiagnostic({ migrationsList, filters })
  }
  if (typeof method !== 'function') throw new Error(`the schema engine has no method ${name}`)
  const result = await method.call(engine, params ?? null)
  if (name !== 'diff') return result ?? null
  // The native engine prints a diff itself, through the CLI; the WASM one hands it back.
  const { exitCode, stdout } = result as { exitCode: number; stdout: string | null }
  if (stdout) print(stdout.replace(/\n$/, ''))
  return { exitCode, stdout: null }
}

function rpcError(error: unknown) {
  const { message, code, meta } = error as { message: string; code?: string; meta?: unknown }
  return {
    code: 4466,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: false, message, error_code: code, meta: meta ?? null },
  }
}
