// `npm run build`: everything that is made from sources, so that `npm start` has nothing left to build.
import { ensureInstalled } from './install.mjs'

ensureInstalled()
const { register } = await import('tsx/esm/api')
register()
const { build } = await import('./build.ts')
await build({ force: true }).catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
