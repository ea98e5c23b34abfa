import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivate } from '../../testing/file-mode'
import { clearedCookie, sessionCookie } from './cookie'
import { createOneTimeCodes } from './one-time-codes'
import { createSessionFile } from './session-file'
import { createSessionStore } from './session-store'

const idleMs = 12 * 3_600_000

function counter() {
  let next = 0
  return (size: number) => Uint8Array.from({ length: size }, () => next++ % 256)
}

function createWorld(start = { monotonic: 0, wall: 1_000_000 }) {
  const time = { ...start }
  let changes = 0
  const store = createSessionStore({
    clock: { monotonic: () => time.monotonic, wall: () => time.wall },
    randomBytes: counter(),
    idleMs,
    limit: 3,
    changed: () => {
      changes += 1
    },
  })
  return {
    store,
    time,
    changes: () => changes,
    pass(ms: number) {
      time.monotonic += ms
      time.wall += ms
    },
  }
}

describe('one-time codes', () => {
  function createCodes(limit = 16) {
    const time = { now: 0 }
    const codes = createOneTimeCodes({
      monotonic: () => time.now,
      randomBytes: counter(),
      lifeMs: 600_000,
      limit,
    })
    return { codes, time }
  }

  it('work once, in any order', () => {
    const { codes } = createCodes()
    const [first, second] = [codes.mint(), codes.mint()]
    expect(second).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect([second, first, first, second, 'nope'].map(codes.redeem)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('end after ten minutes', () => {
    const { codes, time } = createCodes()
    const code = codes.mint()
    const other = codes.mint()
    time.now = 599_999
    expect(codes.redeem(code)).toBe(true)
    time.now = 600_000
    expect(codes.redeem(other)).toBe(false)
  })

  it('make room by dropping the oldest', () => {
    const { codes } = createCodes(2)
    const [first, second, third] = [codes.mint(), codes.mint(), codes.mint()]
    expect([first, second, third].map(codes.redeem)).toEqual([false, true, true])
  })
})

describe('sessions', () => {
  it('live for twelve hours after their last use', () => {
    const { store, pass } = createWorld()
    const value = store.open()
    pass(idleMs - 1)
    const id = store.find(value)
    expect(id).not.toBeNull()
    pass(idleMs - 1)
    expect(store.find(value)).toBe(id)
    pass(idleMs)
    expect(store.find(value)).toBeNull()
  })

  it('tell their connections when they end, however they end', () => {
    const { store, pass } = createWorld()
    const ended: string[] = []
    const watch = (name: string) => {
      const id = store.find(store.open()) ?? ''
      store.onClosed(id, () => ended.push(name))
      return id
    }
    store.close(watch('logout'))
    const idle = watch('idle')
    pass(idleMs)
    expect(store.touch(idle)).toBe(false)
    for (const name of ['pushed out', 'a', 'b', 'c']) watch(name)
    store.onClosed('unknown', () => ended.push('never was'))
    expect(ended).toEqual(['logout', 'idle', 'pushed out', 'never was'])
  })

  it('drop the least used one when there are too many', () => {
    const { store } = createWorld()
    const values = [store.open(), store.open(), store.open()]
    store.find(values[0] ?? '')
    values.push(store.open())
    expect(values.map(value => store.find(value) !== null)).toEqual([true, false, true, true])
  })

  it('are written down on login and logout, and for use only now and then', () => {
    const { store, changes, pass } = createWorld()
    const value = store.open()
    expect(changes()).toBe(1)
    for (let count = 0; count < 10; count++) {
      pass(60_000)
      store.find(value)
    }
    expect(changes()).toBe(3)
    store.close(store.find(value) ?? '')
    expect(changes()).toBe(4)
  })

  it('survive a restart by their digest, with the idle time they had left', () => {
    const before = createWorld()
    const value = before.store.open()
    before.pass(3_600_000)
    const kept = before.store.export()
    expect(JSON.stringify(kept)).not.toContain(value)

    const after = createWorld({ monotonic: 77, wall: before.time.wall + 3_600_000 })
    after.store.import(kept)
    after.pass(10 * 3_600_000 - 1)
    expect(after.store.find(value)).not.toBeNull()

    const later = createWorld({ monotonic: 0, wall: before.time.wall + idleMs })
    later.store.import(kept)
    expect(later.store.find(value)).toBeNull()
  })

  it('do not outlive their idle time because the clock was set back', () => {
    const before = createWorld()
    const value = before.store.open()
    const after = createWorld({ monotonic: 0, wall: 0 })
    after.store.import(before.store.export())
    after.pass(idleMs)
    expect(after.store.find(value)).toBeNull()
  })
})

describe('the session file', () => {
  let directory: string
  const errors: unknown[] = []
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'harombe-sessions-'))
    errors.length = 0
  })
  afterEach(() => rm(directory, { recursive: true }))
  const open = (name = 'sessions.json') =>
    createSessionFile(join(directory, name), error => errors.push(error))
  const entry = { id: 'a'.repeat(64), expiresAt: 5 }

  it('gives back what was saved, readable by its owner alone', async () => {
    const file = open('deep/sessions.json')
    await file.save(() => [entry])
    expect(await file.read()).toEqual([entry])
    expect(isPrivate(join(directory, 'deep/sessions.json'))).toBe(true)
    expect(await readdir(join(directory, 'deep'))).toEqual(['sessions.json'])
  })

  it('ends with the latest state when saves overlap', async () => {
    const file = open()
    let state = [entry]
    const first = file.save(() => state)
    state = []
    await Promise.all([first, file.save(() => state)])
    expect(JSON.parse(await readFile(join(directory, 'sessions.json'), 'utf8'))).toEqual({
      version: 1,
      sessions: [],
    })
  })

  it('is empty when absent, and when it holds something else', async () => {
    expect(await open().read()).toEqual([])
    expect(errors).toEqual([])
    await writeFile(
      join(directory, 'sessions.json'),
      '{"version":1,"sessions":[{"id":"../x","expiresAt":1}]}',
    )
    expect(await open().read()).toEqual([])
    expect(errors).toHaveLength(1)
  })

  it('reports a disk that refuses, and goes on', async () => {
    await writeFile(join(directory, 'file'), '')
    await open('file/sessions.json').save(() => [entry])
    expect(errors.length).toBeGreaterThan(0)
  })
})

it('binds the cookie to the host as tightly as the scheme allows', () => {
  expect(sessionCookie('v', false)).toBe(
    'harombe_session=v; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict',
  )
  expect(sessionCookie('v', true)).toBe(
    '__Host-harombe_session=v; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure',
  )
  expect(clearedCookie(false)).toContain('Max-Age=0;')
})
