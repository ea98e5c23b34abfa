/** The import rules of docs/architecture.md. `npm test` fails on a violation; e2e and scripts are outside their reach. */

/** Layers of src/core, bottom first: a layer imports only itself and what stands below it. */
const layers = [
  ['config', 'hardware'],
  ['inference', 'simulation'],
  ['coordination'],
  ['agent', 'memory'],
  ['gateway'],
]

/** Tests and what they share may reach for the real thing. */
const testCode = '(\\.(test|fixture)\\.tsx?$|/testing/)'

const layerRules = layers.flatMap((names, index) => {
  const above = layers.slice(index + 1).flat()
  const rules = []
  if (above.length > 0) {
    rules.push({
      name: `core-${names.join('-')}-imports-only-downwards`,
      severity: 'error',
      from: { path: `^src/core/(${names.join('|')})/` },
      to: { path: `^src/core/(${above.join('|')})/` },
    })
  }
  // Siblings in one layer meet only through delegate interfaces.
  for (const name of names.length > 1 ? names : []) {
    rules.push({
      name: `core-${name}-does-not-import-its-siblings`,
      severity: 'error',
      from: { path: `^src/core/${name}/`, pathNot: testCode },
      to: { path: `^src/core/(${names.filter(other => other !== name).join('|')})/` },
    })
  }
  return rules
})

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'shared-imports-zod-only',
      comment: 'The contract is imported by everyone, so it may import nothing that does I/O.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: `^src/shared/(texts|config/document)/|${testCode}` },
      to: { pathNot: '^(src/shared/|node_modules/zod/)' },
    },
    {
      name: 'shared-texts-import-i18next-only',
      comment:
        'Every host speaks from the one catalogue, and i18next looks texts up without any I/O: nothing loads them for it.',
      severity: 'error',
      from: { path: '^src/shared/texts/', pathNot: testCode },
      to: { pathNot: '^(src/shared/|node_modules/i18next/)' },
    },
    {
      name: 'shared-document-imports-yaml-and-diff-only',
      comment:
        'The window patches the text of harombe.yaml itself, so that a form answers at once; taking YAML apart needs no I/O.',
      severity: 'error',
      from: { path: '^src/shared/config/document/', pathNot: testCode },
      to: { pathNot: '^(src/shared/|node_modules/(zod|yaml|node-diff3)/)' },
    },
    {
      name: 'core-stands-on-shared',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/(main|preload|cli|renderer)/' },
    },
    {
      name: 'core-layers-do-not-import-the-composition-root',
      severity: 'error',
      from: { path: '^src/core/[^/]+/' },
      to: { path: '^src/core/[^/]+\\.ts$' },
    },
    {
      name: 'renderer-imports-shared-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/(core|main|preload|cli)/' },
    },
    {
      name: 'electron-in-main-and-preload-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'hosts-do-not-import-each-other',
      severity: 'error',
      from: { path: '^src/(main|preload|cli)/' },
      to: { path: '^src/(main|preload|cli|renderer)/', pathNot: '^src/$1/' },
    },
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/([^/]+)/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'ui-primitives-know-nothing-of-the-app',
      severity: 'error',
      from: { path: '^src/renderer/ui/' },
      to: { path: '^src/', pathNot: '^src/renderer/ui/' },
    },
    {
      name: 'product-code-does-not-import-test-code',
      severity: 'error',
      from: { path: '^src/', pathNot: testCode },
      to: { path: testCode },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.css', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
