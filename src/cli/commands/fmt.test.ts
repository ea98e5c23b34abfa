import { lstat, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFakeConvergence } from '../testing/fake-convergence'
import { fmt } from './fmt'

const untidy = 'cluster:\n    nodes:\n    - name: mini   # here\n      tier: 0\n\n\n\nserver: {port: 0}'

describe('harombe fmt', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harombe-fmt-'))
    path = join(folder, 'harombe.yaml')
    await writeFile(path, untidy)
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('lays a file out, names it, and has nothing to do the second time', async () => {
    const first = createFakeConvergence()
    expect(await fmt(path, {}, first.context)).toBe(0)
    expect(first.stdout()).toBe(`${path}\n`)
    expect(await readFile(path, 'utf8')).toMatch(/\n {2}nodes:\n {4}- name: mini/)
    const second = createFakeConvergence()
    expect(await fmt(path, { check: true }, second.context)).toBe(0)
    expect(second.stdout()).toBe('')
  })

  it('changes nothing with --check, and ends with 1 when it would', async () => {
    const { context, stdout } = createFakeConvergence()
    expect(await fmt(path, { check: true, diff: true }, context)).toBe(1)
    expect(stdout()).toContain('-    nodes:\n')
    expect(await readFile(path, 'utf8')).toBe(untidy)
  })

  it('shows no secret of the lines around a change', async () => {
    await writeFile(path, 'server:\n    auth_token: canary-canary-canary\n    port: 0\n')
    const { context, stdout } = createFakeConvergence()
    await fmt(path, { diff: true }, context)
    expect(stdout()).toContain('+  port: 0')
    expect(stdout()).not.toContain('canary')
    expect(await readFile(path, 'utf8')).toContain('canary')
  })

  it('formats what comes through the pipe to stdout', async () => {
    const { context, stdout } = createFakeConvergence()
    expect(await fmt('-', {}, context, Readable.from([Buffer.from(untidy)]))).toBe(0)
    await fmt(path, {}, createFakeConvergence().context)
    expect(stdout()).toBe(await readFile(path, 'utf8'))
  })

  it('leaves a file alone that is no YAML, and says where', async () => {
    await writeFile(path, 'a: [1\nb: 2\n')
    await expect(fmt(path, {}, createFakeConvergence().context)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('line'),
    })
    expect(await readFile(path, 'utf8')).toBe('a: [1\nb: 2\n')
  })

  it('leaves a symbolic link one, and writes what it leads to', async () => {
    const link = join(folder, 'link.yaml')
    await symlink(path, link)
    await fmt(link, {}, createFakeConvergence().context)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await readFile(path, 'utf8')).not.toBe(untidy)
  })

  it('says in words that a file is not there', async () => {
    await expect(fmt(join(folder, 'absent'), {}, createFakeConvergence().context)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
