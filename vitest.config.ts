import path from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@': path.resolve(import.meta.dirname) }

/**
 * Three projects: `unit` needs nothing but Node; `db` clones a migrated template database per file; `prometheus`
 * needs that program. A test file says which by its name: `*.test.ts`, `*.db.test.ts` or `*.prometheus.test.ts`.
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
          include: ['{lib,components,app,prisma,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{db,prometheus}.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'prometheus',
          include: ['lib/**/*.prometheus.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: ['{lib,app,prisma}/**/*.db.test.ts'],
          globalSetup: ['lib/testing/database/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
