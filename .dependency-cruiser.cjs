/** The layers of docs/architecture.md as rules: imports point inward. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { path: from }, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle has no inside.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    forbid('domain-imports-itself-alone', 'Entities, rules and ports know nothing but zod.', '^domain/', {
      pathNot: ['^domain/', '^node_modules/zod/'],
    }),
    forbid('application-imports-domain', 'Use cases know the domain, not its adapters.', '^application/', {
      path: '^(infrastructure|plugins|presentation|config|index\\.ts|plugin\\.ts)',
    }),
    forbid(
      'infrastructure-stays-below-presentation',
      'Adapters do not know who calls them.',
      '^infrastructure/',
      {
        path: '^(presentation/|index\\.ts)',
      },
    ),
    forbid(
      'plugins-import-the-plugin-api',
      'A built-in plugin could move to its own package unchanged.',
      '^plugins/([^/]+)/([^/]+)/',
      {
        path: '^(domain|application|infrastructure|presentation|config|index\\.ts|plugins/)',
        pathNot: '^plugins/$1/$2/',
      },
    ),
    forbid(
      'presentation-imports-application',
      'A user interface reaches adapters only through the composition root.',
      '^presentation/',
      {
        path: '^(infrastructure|plugins)/',
        pathNot: '^infrastructure/container/create-video-generation-service\\.ts$',
      },
    ),
    forbid(
      'network-in-the-egress-alone',
      'Every address is checked in one place; plugins get host.fetch.',
      '^(?!infrastructure/egress/|testing/|tests/)',
      {
        path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)|(^|/)node_modules/(undici|axios|got|node-fetch|ws)/',
      },
    ),
    forbid(
      'inversify-in-the-container-alone',
      'Application classes are plain.',
      '^(?!infrastructure/container/)',
      {
        path: 'node_modules/(inversify|reflect-metadata)/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
