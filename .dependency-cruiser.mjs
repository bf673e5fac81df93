// Who may know whom. What a browser may reach is checked in a pass of its own: lib/testing/run/browser-boundary.mjs.

/** Parts of lib that are not features. */
const parts = 'api|checks|client|core|documents|drivers|server|start|stream|testing|worker'
const feature = `^lib/(?!(?:${parts})/)([^/]+)/`
const actions = `${feature}actions\\.ts$`
const tests = ['\\.test\\.tsx?$', '^lib/testing/', '^e2e/']
const generated = '^lib/server/generated/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two modules that need each other are one module, or have a third one in them. Types alone may.',
      severity: 'error',
      from: { pathNot: generated },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment:
        'The live engine, the rehearsal and the tests run the same core: no I/O, no clock, no framework.',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: tests },
      to: {
        pathNot: [
          '^lib/core/',
          '(^|/)node_modules/(@marcbachmann/cel-js|yaml|ajv|ajv-formats|luxon|@types/luxon|fastest-levenshtein|@noble/hashes)/',
        ],
      },
    },
    {
      name: 'next-stays-at-the-edge',
      comment: 'What the worker and the tests run must not need a web framework.',
      severity: 'error',
      from: { path: '^(lib|prisma)/', pathNot: ['^lib/server/next/', '^lib/client/', ...tests] },
      to: { path: '(^|/)node_modules/(next|next-auth)/' },
    },
    {
      name: 'browser-uses-little-of-next',
      severity: 'error',
      from: { path: '^(components|lib/client)/' },
      to: {
        path: '(^|/)node_modules/(next|next-auth)/',
        pathNot: '(^|/)node_modules/(next/(link|navigation|dynamic)|next-auth/react)',
      },
    },
    {
      name: 'edge-is-for-the-edge',
      comment: 'Only pages, routes and actions fetch services from the web server; all else is given them.',
      severity: 'error',
      from: { path: '^(lib|components)/', pathNot: ['^lib/server/next/', actions, ...tests] },
      to: {
        path: '^lib/server/next/',
        // A leaf that anything holding a response open may use.
        pathNot: '^lib/server/next/shutdown\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'worker-knows-no-web',
      severity: 'error',
      from: { path: '^lib/worker/' },
      to: { path: ['^(app|components)/', '^lib/(client|start)/', '^lib/server/next/', actions] },
    },
    {
      name: 'lib-knows-no-app',
      comment: 'app/ is routing only, at the outer end; what it needs, lib offers.',
      severity: 'error',
      from: { path: '^(lib|components|prisma)/', pathNot: tests },
      to: { path: '^app/' },
    },
    {
      name: 'prisma-stays-with-the-data',
      severity: 'error',
      from: { path: ['^(app|components)/', '^lib/(api|checks|client|core|drivers|worker)/'], pathNot: tests },
      to: { path: ['(^|/)node_modules/@prisma/', generated], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-meet-at-their-doors',
      comment:
        'From another feature: its schemas, dto, queries, load, query options, and its <verb>-<noun> files.',
      severity: 'error',
      from: { path: feature, pathNot: tests },
      to: {
        path: feature,
        pathNot: ['^lib/$1/', `${feature}(schemas|dto|queries|load|limits|[a-z0-9]+-[a-z0-9-]+)\\.ts$`],
      },
    },
    {
      name: 'product-needs-no-tests',
      severity: 'error',
      from: { path: '^(app|components|lib|prisma)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'product-needs-no-dev-dependencies',
      severity: 'error',
      from: { path: '^(app|components|lib|prisma)/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|/)node_modules/@types/',
      },
    },
    {
      name: 'everything-is-there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: generated },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
