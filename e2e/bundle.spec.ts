import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { readInitialScripts } from '../bench/ui/initial-scripts'
import { projectRoot } from './cluster-fixture'

const renderer = join(process.env.HAROMBE_OUT ?? join(projectRoot, 'out'), 'renderer')

test('what runs before the first page is no more than 300 kB', () => {
  const { files, total } = readInitialScripts(renderer)
  const list = files.map(({ name, bytes }) => `${name} ${bytes}`).join('\n')
  expect(total, `bytes of gzip before the chat is there:\n${list}`).toBeLessThanOrEqual(300_000)
  // Charts, formulas, diagrams and grammars come when they are needed.
  expect(list).not.toMatch(/draw-math|highlighter|mermaid|uplot/i)
})

test('a catalogue waits for nothing', () => {
  const assets = join(renderer, 'assets')
  const catalogues = readdirSync(assets).filter(name => /^(?:en|de|phrases)-[\w-]+\.js$/.test(name))
  expect(catalogues.length).toBeGreaterThanOrEqual(3)
  for (const name of catalogues) {
    // The first script waits for its language: one that imported from it would wait for it in turn, and no page would come.
    expect(readFileSync(join(assets, name), 'utf8'), name).not.toMatch(/(?:from|import)\s*["'`]\.\//)
  }
})
