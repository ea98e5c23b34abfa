import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findNewer } from './run-cli'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harombe-sources-'))
  mkdirSync(join(folder, 'deep', 'testing'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, seconds: number): string {
  const path = join(folder, name)
  writeFileSync(path, '')
  utimesSync(path, seconds, seconds)
  return path
}

describe('findNewer', () => {
  it('names a source changed after the build, however deep', () => {
    write('a.ts', 100)
    const changed = write(join('deep', 'b.ts'), 300)
    expect(findNewer([folder], 200_000)).toBe(changed)
    expect(findNewer([folder], 300_000)).toBeNull()
  })

  it('minds only what is built', () => {
    for (const name of ['a.test.ts', 'a.fixture.ts', 'notes.md', join('deep', 'testing', 'helper.ts')]) {
      write(name, 300)
    }
    expect(findNewer([folder], 200_000)).toBeNull()
  })
})
