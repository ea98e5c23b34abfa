import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'src/renderer/gallery')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

/** These draw nothing by themselves. */
const invisible = new Set(['cn', 'TooltipProvider', 'Toaster'])

it('shows every primitive there is', () => {
  const shown = globSync('*-samples.tsx', { cwd: folder }).map(read).join('\n')
  const names = [...read('../ui/index.ts').matchAll(/export \{([^}]+)\}/g)]
    .flatMap(([, list = '']) => list.split(','))
    .map(name => name.trim())
    .filter(name => name !== '' && !name.startsWith('type ') && !invisible.has(name))
  expect(names.length).toBeGreaterThan(25)
  expect(names.filter(name => !new RegExp(`<${name}\\b|\\b${name}[.(]`).test(shown))).toEqual([])
})

it('is no part of what is built', () => {
  const build = readFileSync(join(root, 'electron.vite.config.ts'), 'utf8')
  expect(build).toContain("input: 'src/renderer/index.html'")
  expect(build).not.toContain('gallery')
})
