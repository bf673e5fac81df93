// `npm run worker`: one more worker for a product that runs elsewhere, or without its supervisor.
import { ensureInstalled } from './install.mjs'

ensureInstalled()
const { register } = await import('tsx/esm/api')
register()
const { main } = await import('./worker.ts')
process.exitCode = await main()
