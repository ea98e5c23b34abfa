import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config } from '../../../shared/config/schema'
import { createAppliedBook } from './applied-book'
import { restoreSecrets } from './restore-secrets'
import { valuesInText } from './secret-values'
import { configOf } from './testing/steps'

let directory: string
const report = vi.fn()
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-applied-'))
  report.mockClear()
})
afterEach(() => rmSync(directory, { recursive: true }))

const path = () => join(directory, 'config', 'applied.json')
const open = (inForce: Config = configOf([]), keeps = true) =>
  createAppliedBook({ path: path(), now: () => 7, inForce: () => inForce, report, keeps })

const text = `server:\n  auth_token: canary-server\ncluster:\n  nodes:\n    - {name: tower, auth_token: canary-tower}\n`
const desired = configOf(
  [
    { name: 'tower', auth_token: 'canary-tower', tier: 2 },
    { name: 'mini', auth_token: `\${secret:mini}` },
  ],
  { server: { auth_token: 'canary-server' } },
)
const digest = 'a'.repeat(64)
const nothing = { models: [], loaded: [] }
const nodesIn = (book: ReturnType<typeof open>) =>
  book.current()?.config.cluster.nodes.map(({ name }) => name)

describe('the record of what was applied', () => {
  it('holds no secret, is the user’s alone, and is the same in the next process', () => {
    const book = open()
    book.completed(desired, digest, 3)
    expect(readFileSync(path(), 'utf8')).not.toContain('canary')
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(open().current()).toEqual(book.current())
    expect(book.current()).toMatchObject({ version: 3, textDigest: digest, at: 7 })
  })

  it('knows a node that was begun, and has it among those applied once it is finished', () => {
    const book = open()
    book.registered('tower', null, desired)
    book.provided('tower', 'big', false)
    expect(nodesIn(book)).toEqual([])
    expect(book.current()?.nodes.tower).toEqual({
      unfinished: expect.any(String),
      models: ['big'],
      loaded: [],
    })
    expect(book.inForce()?.cluster.nodes.map(({ name }) => name)).toEqual(['tower'])
    const later = open()
    later.finished('tower', desired, { models: ['small', 'big:latest'], loaded: ['small'] })
    expect(nodesIn(later)).toEqual(['tower'])
    expect(later.current()?.nodes.tower).toEqual({
      unfinished: null,
      models: ['big', 'small'],
      loaded: ['small'],
    })
    later.retired('tower')
    expect(later.current()).toMatchObject({ nodes: {}, config: { cluster: { nodes: [] } } })
  })

  it('takes a node under another name for the same one', () => {
    const book = open()
    book.completed(configOf([{ name: 'old', model: 'big' }]), digest, 1)
    book.provided('old', 'big', true)
    book.registered('tower', 'old', desired)
    expect(nodesIn(book)).toEqual(['tower'])
    expect(Object.keys(book.current()?.nodes ?? {})).toEqual(['tower'])
    expect(book.current()?.nodes.tower?.loaded).toEqual(['big'])
  })

  it('is another for a plan after every change, so that an old plan is refused', () => {
    const book = open()
    const seen = new Set<string | undefined>([book.current()?.digest])
    for (const change of [
      () => book.registered('tower', null, desired),
      () => book.finished('tower', desired, nothing),
      () => book.reloaded(desired),
      () => book.completed(desired, digest, 1),
      () => book.touched({ nodes: ['mini'], settings: [] }, configOf([{ name: 'mini', tier: 2 }])),
    ]) {
      change()
      seen.add(book.current()?.digest)
    }
    expect(seen.size).toBe(6)
  })

  it('begins with the settings in force: a restart after an apply of one node must not bring the defaults', () => {
    const inForce = configOf([{ name: 'other' }], { server: { port: 9000 } })
    const book = open(inForce)
    book.registered('tower', null, desired)
    expect(book.inForce()).toMatchObject({ server: { port: 9000 }, cluster: { nodes: [{ name: 'tower' }] } })
  })

  it('takes over what an explicit action changed, and nothing that merely stands beside it', () => {
    const book = open()
    book.touched({ nodes: ['tower'], settings: [] }, desired)
    expect(book.current()).toBeNull()
    book.completed(configOf([{ name: 'mini' }, { name: 'gone' }]), digest, 1)
    const after = configOf([{ name: 'mini', tier: 2 }, { name: 'tower' }], {
      model: { temperature: 0.1 },
      tools: { shell: false },
    })
    book.touched({ nodes: ['tower', 'gone'], settings: ['tools.shell'] }, after)
    expect(book.current()?.config).toMatchObject({
      model: { temperature: 0.7 },
      tools: { shell: false },
      cluster: { nodes: [{ name: 'mini', tier: 1 }, { name: 'tower' }] },
    })
  })

  it('counts as nothing when it cannot be read', () => {
    open().completed(desired, digest, 1)
    const whole = readFileSync(path(), 'utf8')
    for (const broken of ['', '{}', whole.slice(0, -5), whole.replace('"format":1', '"format":2')]) {
      writeFileSync(path(), broken)
      expect(open().current()).toBeNull()
    }
    expect(report).toHaveBeenCalledTimes(4)
  })

  it('leaves no trace of a command, and refuses to go on when it cannot be written', () => {
    open(configOf([]), false).completed(desired, digest, 1)
    expect(() => statSync(path())).toThrow(/ENOENT/)
    writeFileSync(join(directory, 'config'), 'a file where the folder should be')
    expect(() => open().completed(desired, digest, 1)).toThrow(
      expect.objectContaining({ code: 'STORAGE_FAILED' }),
    )
  })
})

describe('secrets of what was applied', () => {
  it('do not stand in it as variables either, or under the key an anchor was given', () => {
    const made = configOf([{ name: 'tower', auth_token: 'pre-canary-tower-post' }], {
      variables: { tower: 'canary-tower', model: 'small' },
      server: { auth_token: 'canary-server' },
      shared: { token_of: ['canary-server'], model: 'small' },
    })
    open().completed(made, digest, 1)
    const kept = readFileSync(path(), 'utf8')
    expect(kept).not.toContain('canary')
    expect(kept.match(/small/g)).toHaveLength(2)
  })

  it('come back from the texts that have them; without one its node is switched off, not used without', () => {
    const book = open()
    book.completed(desired, digest, 1)
    const kept = open().inForce()
    if (kept === null) throw new Error('Nothing was kept.')
    const restored = restoreSecrets(kept, open().fingerprint, () =>
      ['{{ no yaml', text].flatMap(each => [...valuesInText(each)]),
    )
    expect(restored.server.auth_token).toBe('canary-server')
    expect(restored.cluster.nodes).toMatchObject([
      { auth_token: 'canary-tower', enabled: true },
      { auth_token: `\${secret:mini}`, enabled: true },
    ])
    const lost = restoreSecrets(kept, open().fingerprint, () => [])
    expect(lost.cluster.nodes).toMatchObject([{ enabled: false }, { enabled: true }])
  })
})
