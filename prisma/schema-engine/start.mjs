#!/usr/bin/env node
// What Prisma's CLI starts in place of its native engine (PRISMA_SCHEMA_ENGINE_BINARY).
// It has to be one executable file that plain Node can run; the work is in main.ts.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
