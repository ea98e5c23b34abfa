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
