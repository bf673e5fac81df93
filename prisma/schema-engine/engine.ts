import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as runtime from '@prisma/schema-engine-wasm/schema_engine_bg'
import { migrationAdapter } from './adapter'

/**
 * Opens the WASM schema engine on a database.
 * @param url of a Postgres database; undefined only for work that needs none (comparing schema files).
 * @param datamodels pairs of file name and Prisma schema text.
 */
export async function openEngine(
  url: string | undefined,
  datamodels: [string, string][],
): Promise<runtime.SchemaEngine> {
  await instantiate()
  const adapter = bindMigrationAwareSqlAdapterFactory(migrationAdapter(url))
  const files = datamodels.length > 0 ? datamodels : undefined
  return runtime.SchemaEngine.new({ datamodels: files }, () => {}, adapter)
}

/** Node 20 cannot import `.wasm` files, so the package's own entry point does not load there. */
async function instantiate(): Promise<void> {
  const file = new URL(
    'schema_engine_bg.wasm',
    import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  )
  const bytes = await readFile(fileURLToPath(file))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...runtime } })
  const { __wbg_set_wasm } = runtime as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  __wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
}
