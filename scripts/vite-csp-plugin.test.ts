import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProblem, initialFiles, patches } from './vite-csp-plugin'

describe('content security policy plugin', () => {
  it.each([
    ['react-style-singleton', 'dist/es2015/singleton.js'],
    ['sonner', 'dist/index.mjs'],
    ['style-mod', 'src/style-mod.js'],
  ])('takes the style element out of the installed %s', (name, file) => {
    const id = path.join('node_modules', name, file)
    const code = readFileSync(path.join(import.meta.dirname, '..', id), 'utf8')
    expect(findProblem(id, code, false)).toContain('<style>')
    const patch = patches.find(candidate => candidate.file.test(id))
    const patched = patch?.apply(code) ?? null
    expect(patched).not.toBeNull()
    expect(findProblem(id, patched, false)).toBeNull()
  })

  it('refuses to patch code it does not recognise', () => {
    for (const patch of patches) expect(patch.apply('export const rewritten = true')).toBeNull()
  })

  it('keeps the installed zod from trying out whether it may compile code', () => {
    const id = path.join('node_modules', 'zod', 'v4', 'core', 'core.js')
    const code = readFileSync(path.join(import.meta.dirname, '..', id), 'utf8')
    expect(patches.find(({ file }) => file.test(id))?.apply(code)).toContain('jitless = true')
  })

  it('finds a style element made through the JSX runtime', () => {
    expect(findProblem('/x/node_modules/radix/index.mjs', '(0, jsx)("style", {})', false)).not.toBeNull()
    expect(findProblem('/x/src/a.tsx', 'document.createElement("div")', true)).toBeNull()
  })

  it('lets the editor of the configuration have what the first page must not load', () => {
    const id = '/x/node_modules/zod/v4/core.js'
    expect(findProblem(id, '', true)).not.toBeNull()
    expect(findProblem(id, '', false)).toBeNull()
  })

  it('counts as first what the entry imports by way of others, and not what is loaded on demand', () => {
    const chunk = (fileName: string, imports: string[], isEntry = false) => ({ fileName, imports, isEntry })
    const files = initialFiles([
      chunk('index', ['shared'], true),
      chunk('shared', ['deep', 'index']),
      chunk('deep', []),
      chunk('config', ['shared', 'zod']),
      chunk('zod', []),
    ])
    expect([...files].toSorted()).toEqual(['deep', 'index', 'shared'])
  })
})
