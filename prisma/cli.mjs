#!/usr/bin/env node
// `npm run prisma -- <command>`: Prisma's own CLI, with our schema engine and a database to talk to.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('./command.ts')
process.exitCode = await main(process.argv.slice(2))
