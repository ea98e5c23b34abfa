import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../coordination/testing/virtual-clock'
import { openRememberedApprovals, rememberedMs } from './remembered'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harombe-remembered-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const key = 'a'.repeat(64)
const call = { key, tool: 'shell', exact: { text: 'ls', bytes: 2, isCut: false }, workspace: '/workspace' }

function setUp(path: string | null = join(folder, 'approvals.json'), clock = createVirtualClock()) {
  const reported: unknown[] = []
  let ids = 0
  const open = () =>
    openRememberedApprovals({
      path,
      clock,
      createId: () => `id${++ids}`,
      report: error => reported.push(error),
    })
  return { clock, open, reported, path: path ?? '' }
}

describe('remembered approvals', () => {
  it('hold for 24 hours, over a restart', async () => {
    const { clock, open } = setUp()
    open().add(call)
    await clock.advance(rememberedMs - 1)
    expect(open().has(key)).toBe(true)
    expect(open().has('b'.repeat(64))).toBe(false)
    const opened = open()
    await clock.advance(1)
    expect(opened.has(key)).toBe(false)
    expect(open().has(key)).toBe(false)
    expect(open().list()).toEqual([])
  })

  it('do not last because somebody sets the clock back', async () => {
    const { clock, open } = setUp()
    const opened = open()
    opened.add(call)
    await clock.advance(rememberedMs - 1000)
    clock.setWall(-rememberedMs / 2)
    expect(opened.has(key)).toBe(true)
    await clock.advance(1000)
    expect(opened.has(key)).toBe(false)
  })

  it('count for nothing when they are of the future', () => {
    const { clock, open } = setUp()
    open().add(call)
    clock.setWall(-60_000)
    expect(open().has(key)).toBe(false)
  })

  it('are listed newest first without their keys, and revoked for good', () => {
    const { open } = setUp()
    const opened = open()
    opened.add(call)
    opened.add({ ...call, key: 'b'.repeat(64), tool: 'web_fetch' })
    expect(opened.list().map(({ id, tool }) => [id, tool])).toEqual([
      ['id2', 'web_fetch'],
      ['id1', 'shell'],
    ])
    expect(JSON.stringify(opened.list())).not.toContain(key)
    expect(opened.revoke('id1')?.tool).toBe('shell')
    expect(opened.revoke('id1')).toBeNull()
    expect(opened.has(key)).toBe(false)
    expect(open().has(key)).toBe(false)
    expect(open().has('b'.repeat(64))).toBe(true)
  })

  it('are for the user alone', () => {
    const { open, path } = setUp()
    open().add(call)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['approvals.json'])
  })

  it.each([
    ['half a file', '{"version":1,"appro'],
    ['a longer time', 'years'],
    ['an extra field', 'extra'],
  ])('are none when the file has %s, which is set aside', (_name, content) => {
    const { open, path, reported, clock } = setUp()
    open().add(call)
    const kept = JSON.parse(readFileSync(path, 'utf8'))
    if (content === 'years') kept.approvals[0].expiresAt = clock.wall() + 365 * rememberedMs
    if (content === 'extra') kept.everything = true
    writeFileSync(path, content.startsWith('{') ? content : JSON.stringify(kept))
    expect(open().has(key)).toBe(false)
    if (content !== 'years') {
      expect(reported).toHaveLength(1)
      expect(readdirSync(folder)).toEqual(['approvals.json.broken'])
    }
  })

  it('leave no trace where there is no file', () => {
    const { open } = setUp(null)
    const opened = open()
    opened.add(call)
    expect(opened.has(key)).toBe(true)
    expect(open().has(key)).toBe(false)
    expect(readdirSync(folder)).toEqual([])
  })

  it('are not allowed when they cannot be written, nor for ever when they cannot be taken back on the disk', () => {
    const { open } = setUp(join(folder, 'a-file', 'approvals.json'))
    writeFileSync(join(folder, 'a-file'), '')
    const opened = open()
    expect(() => opened.add(call)).toThrow(expect.objectContaining({ code: 'STORAGE_FAILED' }))
    expect(opened.has(key)).toBe(false)
  })
})
