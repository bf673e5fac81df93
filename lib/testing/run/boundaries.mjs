// `npm run boundaries`: dependency-cruiser, which reads TypeScript through the compiler's JavaScript interface.
// TypeScript 7 has none any more, so for this one program `typescript` means the last one that had.
import { existsSync } from 'node:fs'
import Module, { register } from 'node:module'

const substitute = '@typescript/typescript6'

const resolveFilename = Module._resolveFilename
Module._resolveFilename = (request, ...rest) =>
  resolveFilename(request.replace(/^typescript(?=\/|$)/, substitute), ...rest)

const hook = `export const resolve = (name, context, next) =>
  next(name === 'typescript' ? '${substitute}' : name, context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)

const { cruise } = await import('dependency-cruiser')
const { default: extractTSConfig } = await import('dependency-cruiser/config-utl/extract-ts-config')

let violations = 0
for (const file of ['../../../.dependency-cruiser.mjs', './browser-boundary.mjs']) {
  const { default: config } = await import(file)
  const { options, ...ruleSet } = config
  const all = ['app', 'components', 'lib', 'prisma', 'e2e'].filter((directory) => existsSync(directory))
  const { output, exitCode } = await cruise(
    all,
    { ...options, ruleSet, validate: true, outputType: 'err' },
    undefined,
    { tsConfig: extractTSConfig('tsconfig.json') },
  )
  process.stdout.write(output)
  violations += exitCode
}
process.exitCode = Math.min(violations, 1)
