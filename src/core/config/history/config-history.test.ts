import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../../../shared/config/document/load-config'
import { createConfigHistory } from './config-history'
import type { NewVersion } from './types'

let directory: string
let at = 0
const report = vi.fn()
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'harombe-history-')), 'versions')
  at = 0
  report.mockClear()
})
afterEach(() => rmSync(join(directory, '..'), { recursive: true }))

function open(changes: { kept?: number; keeps?: boolean } = {}) {
  return createConfigHistory({
    directory,
    now() {
      at += 1
      return at
    },
    read: text => loadConfig(text).config,
    report,
    keeps: true,
    ...changes,
  })
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')
const versionOf = (text: string, changes: Partial<NewVersion> = {}): NewVersion => ({
  text,
  digest: digestOf(text),
  by: 'file',
  action: 'file',
  ...changes,
})
const node = (name: string, more = '') => `cluster:\n  nodes:\n    - name: ${name}\n${more}`

describe('the history of harombe.yaml', () => {
  it('tells each version newest first, against the one before it, also in the next process', () => {
    const first = open()
    expect(first.add(versionOf(node('mini')))).toBe(1)
    expect(first.add(versionOf(node('tower', '      tier: 2\n'), { by: 'cli', action: 'edit' }))).toBe(2)
    for (const history of [first, open()]) {
      expect(history.list(1)).toMatchObject([
        {
          version: 2,
          by: 'cli',
          action: 'edit',
          outcome: null,
          isApplied: false,
          linesAdded: 2,
          linesRemoved: 1,
        },
        {
          version: 1,
          by: 'file',
          at: 1,
          isApplied: true,
          linesAdded: 3,
          linesRemoved: 0,
          changes: ['add mini'],
        },
      ])
      expect(history.textOf(2)).toEqual({ text: node('tower', '      tier: 2\n'), previous: node('mini') })
      expect(history.textOf(1).previous).toBeNull()
      expect(() => history.textOf(3)).toThrow('There is no version 3')
    }
  })

  it('has a text once, however often it is saved, and again when it is back', () => {
    const history = open()
    history.add(versionOf('a: 1\n'))
    expect(history.add(versionOf('a: 1\n', { by: 'desktop', action: 'edit' }))).toBe(1)
    history.add(versionOf('a: 2\n'))
    expect(history.add(versionOf('a: 1\n'))).toBe(3)
    expect(history.list(null).map(({ version }) => version)).toEqual([3, 2, 1])
  })

  it('makes the version that is applied the apply’s, and has a new one for what was applied before', () => {
    const history = open()
    history.add(versionOf('a: 1\n'))
    const apply = versionOf('a: 1\n', { by: 'cli', action: 'apply' })
    expect(history.applied(apply)).toBe(1)
    expect(open().list(null)).toMatchObject([{ by: 'cli', action: 'apply', outcome: 'interrupted' }])
    history.ended(1, 'done')
    expect(history.applied({ ...apply, by: 'harombe', action: 'reconcile' })).toBe(2)
    history.ended(2, 'failed')
    expect(open().list(null)).toMatchObject([
      { version: 2, action: 'reconcile', outcome: 'failed', linesAdded: 0, linesRemoved: 0, changes: [] },
      { version: 1, action: 'apply', outcome: 'done' },
    ])
  })

  it('forgets the oldest and never gives a number twice', () => {
    const history = open({ kept: 2 })
    for (const text of ['a: 1\n', 'a: 2\n', 'a: 3\n']) history.add(versionOf(text))
    expect(history.list(null).map(({ version }) => version)).toEqual([3, 2])
    expect(readdirSync(directory)).toHaveLength(2)
    rmSync(join(directory, '000002.json'))
    writeFileSync(join(directory, '000003.json'), 'cut of')
    const later = open({ kept: 2 })
    expect(later.list(null)).toEqual([])
    expect(later.add(versionOf('a: 4\n'))).toBe(4)
    expect(report).toHaveBeenCalled()
  })

  it('is for the user alone, since texts may hold secrets', () => {
    open().add(versionOf('a: 1\n'))
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(statSync(join(directory, '000001.json')).mode & 0o777).toBe(0o600)
  })

  it('has no secret any more once it was moved elsewhere', () => {
    const history = open()
    history.add(versionOf('server:\n  auth_token: canary\n'))
    history.add(versionOf('a: 1\n'))
    history.rewrite(text => text.replace('canary', `\${secret:server}`))
    const { text } = open().textOf(1)
    expect(text).toBe(`server:\n  auth_token: \${secret:server}\n`)
    expect(open().list(null)[1]?.digest).toBe(digestOf(text))
  })

  it('goes on without a disk, and writes nothing for a command', () => {
    const command = open({ keeps: false })
    expect(command.add(versionOf('a: 1\n'))).toBeNull()
    expect(command.list(null)).toEqual([])
    expect(() => statSync(directory)).toThrow(/ENOENT/)
    writeFileSync(directory, 'a file where the folder should be')
    chmodSync(directory, 0o600)
    expect(open().add(versionOf('a: 1\n'))).toBeNull()
    expect(report).toHaveBeenCalled()
  })
})
