import { expect, it } from 'vitest'
import { packageFolders, withDependencies } from './vite-licences-plugin'

it('finds the package a module belongs to, also a nested, a scoped and a virtual one', () => {
  expect(
    packageFolders([
      '/projects/app/node_modules/react/index.js',
      '/projects/app/node_modules/react/cjs/react.production.js',
      '\0/projects/app/node_modules/@radix-ui/react-dialog/dist/index.mjs?commonjs-proxy',
      'C:\\app\\node_modules\\a\\node_modules\\b\\index.js',
      '/projects/app/src/renderer/main.tsx',
    ]),
  ).toEqual(['node_modules/react', 'node_modules/@radix-ui/react-dialog', 'node_modules/a/node_modules/b'])
})

it('follows what a package needs, as npm laid it out, also in a circle', () => {
  const packages = {
    '': {},
    'node_modules/a': { dependencies: { b: '1', c: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/b': {},
    'node_modules/c': { dependencies: { a: '1', gone: '1' } },
  }
  expect(withDependencies(['a', 'unknown'], packages)).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
  ])
})
