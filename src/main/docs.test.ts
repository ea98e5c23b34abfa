import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findDocs } from './docs'

it('are those of the checkout, else of the home page, else nowhere', () => {
  const appPath = mkdtempSync(join(tmpdir(), 'harombe-docs-'))
  expect(findDocs(appPath)).toBeNull()
  const write = (homepage: string) =>
    writeFileSync(join(appPath, 'package.json'), JSON.stringify({ homepage }))
  write('file:///etc/passwd')
  expect(findDocs(appPath)).toBeNull()
  write('https://example.org/harombe')
  expect(findDocs(appPath)).toEqual({ kind: 'page', address: 'https://example.org/harombe' })
  mkdirSync(join(appPath, 'docs'))
  expect(findDocs(appPath)).toEqual({ kind: 'folder', path: join(appPath, 'docs') })
  rmSync(appPath, { recursive: true })
})
