import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as runtime from '@prisma/schema-engine-wasm/schema_engine_bg'
import { migrationAdapter } from './adapter'

/** An engine on one database. The WASM side never closes what it connects, so we do. */
export interface OpenEngine {
  engine: runtime.SchemaEngine
  close(): Promise<void>
}

/**
 * Opens the WASM schema engine on a database.
 * @param url of a Postgres database; undefined only for work that needs none (comparing schema files).
 * @param datamodels pairs of file name and Prisma schema text.
 */
export async function openEngine(
  url: string | undefined,
  datamodels: [string, string][] = [],
): Promise<OpenEngine> {
  await instantiate()
  const { factory, close } = migrationAdapter(url)
  const files = datamodels.length > 0 ? datamodels : undefined
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  const engine = await runtime.SchemaEngine.new({ datamodels: files }, () => {}, adapter)
  return { engine, close }
}

let instantiated: Promise<void> | undefined

/** Once per process: the package keeps its one instance in a module variable. */
function instantiate(): Promise<void> {
  instantiated ??= load()
  return instantiated
}

/** Node 20 cannot import `.wasm` files, so the package's own entry point does not load there. */
async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(path.join(path.dirname(script), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...runtime } })
  const { __wbg_set_wasm } = runtime as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  __wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
  // Told by the engine why it panics; without this the reason would be lost in another error.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (reason: string) => process.stderr.write(`${reason}\n`) },
  })
}
