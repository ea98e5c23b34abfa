import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProblem, patches } from './vite-csp-plugin'

describe('content security policy plugin', () => {
  it.each([
    ['react-style-singleton', 'dist/es2015/singleton.js'],
    ['sonner', 'dist/index.mjs'],
  ])('takes the style element out of the installed %s', (name, file) => {
    const id = path.join('node_modules', name, file)
    const code = readFileSync(path.join(import.meta.dirname, '..', id), 'utf8')
    expect(findProblem(id, code)).toContain('<style>')
    const patch = patches.find(candidate => candidate.file.test(id))
    const patched = patch?.apply(code) ?? null
    expect(patched).not.toBeNull()
    expect(findProblem(id, patched)).toBeNull()
  })

  it('refuses to patch code it does not recognise', () => {
    for (const patch of patches) expect(patch.apply('export const rewritten = true')).toBeNull()
  })

  it('finds a style element made through the JSX runtime, and zod', () => {
    expect(findProblem('/x/node_modules/radix/index.mjs', '(0, jsx)("style", {})')).not.toBeNull()
    expect(findProblem('/x/node_modules/zod/v4/core.js', '')).not.toBeNull()
    expect(findProblem('/x/src/a.tsx', 'document.createElement("div")')).toBeNull()
  })
})
