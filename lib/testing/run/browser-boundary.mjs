// What a browser loads must never lead to the server, over however many steps: secrets and database code could
// end up in a bundle. Types are left out, they are gone by then; and so is what server actions import, because
// for a browser an action is a call over the network. Ajv is left out as well: it makes code of a schema, which the
// content security policy forbids.

const feature = '^lib/[^/]+/'
const nodeModules =
  'assert|async_hooks|buffer|child_process|cluster|crypto|dgram|dns|events|fs|http|https|inspector|module|net|os|path|' +
  'perf_hooks|process|readline|stream|timers|tls|tty|url|util|v8|vm|worker_threads|zlib'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'browser-never-reaches-the-server',
      severity: 'error',
      from: {
        path: [
          '^components/',
          '^lib/client/',
          '^lib/stream/browser/',
          `${feature}(schemas|dto|query-options)\\.ts$`,
        ],
        pathNot: '\\.test\\.tsx?$',
      },
      to: {
        path: [
          '^lib/(server|start|worker|drivers|checks|testing|stream/server)/',
          '^(app|prisma|e2e)/',
          `^(node:)?(${nodeModules})(/|$)`,
          '(^|/)node_modules/(pg|pino|undici|graphile-worker|@prisma|ajv|ajv-formats)/',
        ],
        reachable: true,
      },
    },
  ],
  options: {
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', `${feature}actions\\.ts$`] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['browser', 'import', 'default'] },
  },
}
