import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configuredName, fileNameOf, isModelName, nameOfAnyFile, nameOfFile } from './model-names'
import { isAllowedAddress, resolveSource } from './model-source'
import { createModelStore } from './model-store'

describe('model names', () => {
  it.each(['qwen2.5:7b', 'Llama-3.2-1B-Instruct-Q4_K_M', 'owner/name:tag', 'a@b+c'])(
    '%s leads to a file and back',
    name => {
      expect(nameOfFile(fileNameOf(name))).toBe(name)
      expect(fileNameOf(name)).toMatch(/^[A-Za-z0-9._%@+-]+\.gguf$/)
    },
  )

  it.each([
    '../x',
    'a/../b',
    '/etc/passwd',
    'a\\b',
    '',
    '.hidden',
    'a b',
    'nul',
    'CON.x',
    `x${'y'.repeat(128)}`,
    'a\u202eb',
  ])('%j is none', name => expect(isModelName(name)).toBe(false))

  it('are not given to other files, later parts and projectors', () => {
    for (const file of [
      'notes.txt',
      'm.gguf.part',
      'm-00002-of-00003.gguf',
      'mmproj-m.gguf',
      '..gguf',
      'a b.gguf',
      'nul.gguf',
    ])
      expect([file, nameOfFile(file)]).toEqual([file, null])
    expect(nameOfFile('/some/where/m-00001-of-00003.gguf')).toBe('m')
  })

  it('are made up for files that were chosen by path', () => {
    expect(nameOfAnyFile('/home/me/My model (v2).gguf')).toBe('My-model-v2-')
    expect(nameOfAnyFile('/x/日本.gguf')).toBe('model')
    expect(configuredName('~/a/b.GGUF')).toBe('b')
    expect(configuredName('qwen2.5:7b')).toBe('qwen2.5:7b')
  })
})

describe('where a model comes from', () => {
  const lookup = (name: string) =>
    name === 'qwen2.5:7b' ? { url: 'https://example.com/q.gguf', sha256: 'ab' } : null

  it('is the catalogue, or a file on the hub by its own name', () => {
    expect(resolveSource('qwen2.5:7b', lookup)).toEqual({
      name: 'qwen2.5:7b',
      url: 'https://example.com/q.gguf',
      sha256: 'ab',
    })
    expect(resolveSource('hf.co/some-one/Some.Repo/sub/Tiny-Q4_0.gguf', lookup)).toEqual({
      name: 'Tiny-Q4_0',
      url: 'https://huggingface.co/some-one/Some.Repo/resolve/main/sub/Tiny-Q4_0.gguf',
      sha256: null,
    })
  })

  it.each([
    'llama',
    'hf.co/a/b',
    'hf.co/a/b/c.txt',
    'hf.co/a/../c.gguf',
    'hf.co/a/b/../../c.gguf',
    'hf.co/a/b/c.gguf?download=1',
    'hf.co/a/b/nul.gguf',
    'https://example.com/x.gguf',
    'file:///etc/passwd.gguf',
  ])('is not known for %s', asked => {
    expect(() => resolveSource(asked, lookup)).toThrow(expect.objectContaining({ code: 'MODEL_MISSING' }))
  })

  it('is never an address in the clear, but for this machine', () => {
    const safe = (url: string) => isAllowedAddress(new URL(url))
    expect(['https://a/b', 'http://127.0.0.1:1/b', 'http://localhost/b', 'http://[::1]/b'].map(safe)).toEqual(
      [true, true, true, true],
    )
    expect(
      ['http://a/b', 'http://127.0.0.1.evil/b', 'ftp://127.0.0.1/', 'file:///x', 'https://u:p@a/'].map(safe),
    ).toEqual([false, false, false, false, false])
    expect(() => resolveSource('x', () => ({ url: 'http://far/x.gguf', sha256: null }))).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
  })
})

describe('the models of this machine', () => {
  let folder = ''
  let models = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'harombe-models-'))
    models = join(folder, 'models')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const names = async (chosen: string | null = null) =>
    (await createModelStore(models, () => chosen).list()).map(({ name }) => name)

  it('are none where there is no folder', async () => {
    expect(await names()).toEqual([])
  })

  it('are the GGUF files of the folder, the chosen one first, and one chosen by path', async () => {
    mkdirSync(models)
    for (const file of ['b.gguf', 'a%3A1.gguf', 'x.gguf.part', 'readme.md'])
      writeFileSync(join(models, file), 'GGUF')
    expect(await names()).toEqual(['a:1', 'b'])
    expect(await names('b')).toEqual(['b', 'a:1'])
    const elsewhere = join(folder, 'My model.gguf')
    expect(await names(elsewhere)).toEqual(['a:1', 'b'])
    writeFileSync(elsewhere, 'GGUF')
    expect(await names(elsewhere)).toEqual(['My-model', 'a:1', 'b'])
  })

  it('are shown whatever else lies beside them', async () => {
    mkdirSync(join(models, 'folder.gguf'), { recursive: true })
    symlinkSync(join(models, 'circle.gguf'), join(models, 'circle.gguf'))
    symlinkSync(join(models, 'nowhere'), join(models, 'dangling.gguf'))
    writeFileSync(join(models, 'good.gguf'), 'GGUF')
    expect(await names()).toEqual(['good'])
  })

  it('are said to be unreadable when their folder is no folder', async () => {
    writeFileSync(models, '')
    await expect(names()).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  })

  it('count and lose all parts of one that has several', async () => {
    mkdirSync(models)
    const parts = ['m-00001-of-00002.gguf', 'm-00002-of-00002.gguf']
    for (const file of [...parts, 'm-00001-of-00003.gguf', 'm-x-00002-of-00002.gguf'])
      writeFileSync(join(models, file), 'GGUF')
    const store = createModelStore(models, () => null)
    expect(await store.find('m')).toMatchObject({ sizeBytes: 8 })
    await store.remove('m')
    expect(readdirSync(models)).toEqual(['m-00001-of-00003.gguf', 'm-x-00002-of-00002.gguf'])
  })

  it('leave a file alone that is not in the folder', async () => {
    const elsewhere = join(folder, 'mine.gguf')
    writeFileSync(elsewhere, 'GGUF')
    const store = createModelStore(models, () => elsewhere)
    await expect(store.remove('mine')).rejects.toMatchObject({ code: 'NODE_REFUSED' })
    await expect(store.remove('other')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
    expect(await store.find('mine')).toMatchObject({ path: elsewhere })
  })
})
