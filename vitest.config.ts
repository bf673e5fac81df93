import path from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@': path.resolve(import.meta.dirname) }
/** Outside of Next there is no request; tests of server actions say themselves what the browser sends. */
const withRequest = {
  ...alias,
  'next/headers': path.resolve(import.meta.dirname, 'lib/testing/next-headers.ts'),
}

/**
 * Three projects: `unit` needs nothing but Node; `db` clones a migrated template database per file; `prometheus`
 * needs that program. A test file says which by its name: `*.test.ts`, `*.db.test.ts` or `*.prometheus.test.ts`.
 *
 * The files that a process runs share its modules, as everything in the product does: to load Prisma, zod and the
 * rest anew for each of 226 files took more of the processor than a third of the tests. A file must therefore take
 * back what it does to the process (clocks, variables, what hangs on `globalThis`), and replaces no module. One project
 * comes after the other, for a process goes from file to file only within one.
 */
export default defineConfig({
  test: {
    // By default one core of two would be left alone, and half of the tests wait for Postgres or a process anyway.
    maxWorkers: 2,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          isolate: false,
          sequence: { groupOrder: 0 },
          include: ['{lib,components,app,prisma,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{db,prometheus}.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'prometheus',
          isolate: false,
          sequence: { groupOrder: 2 },
          include: ['lib/**/*.prometheus.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: withRequest },
        test: {
          name: 'db',
          isolate: false,
          sequence: { groupOrder: 1 },
          include: ['{lib,app,prisma}/**/*.db.test.ts'],
          globalSetup: ['lib/testing/database/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
