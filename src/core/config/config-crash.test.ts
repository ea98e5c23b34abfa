import { spawn } from 'node:child_process'
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConfigFile } from './config-file'
import { type ConfigHouse, createConfigHouse } from './testing/config-house'
import type { ConfigFileOptions } from './types'

const good = `# the machines of the house
overlays: [home]
server:
  auth_token: canary-1
cluster:
  nodes:
    - name: tower
      host: tower.local
      tier: 2
    - name: mini   # in the kitchen
      tier: 0
`

let house: ConfigHouse
beforeEach(() => {
  house = createConfigHouse()
  house.write('model: {name: from-home}\n', 'harombe.home.yaml')
})
afterEach(() => house.remove())

const names = (file: { current(): { cluster: { nodes: readonly { name: string }[] } } }) =>
  file.current().cluster.nodes.map(({ name }) => name)
const started = (options: ConfigFileOptions = {}) => {
  const file = createConfigFile(house.path, options)
  file.load()
  return file
}
const leftovers = () =>
  readdirSync(house.directory, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.tmp'))

describe('what is found on the disk', () => {
  it('cut off at any byte: the last good version is in force, or whole lines of the file are', () => {
    house.write(good)
    const running = started({ keepsCopies: false })
    for (let length = good.length - 1; length >= 0; length--) {
      house.write(good)
      running.load()
      expect(running.problem()).toBeNull()
      house.write(good.slice(0, length))
      running.load()
      const isWhole = running.problem() === null
      if (!isWhole) expect(names(running)).toEqual(['tower', 'mini'])
      // What came into force ends where a line does.
      else expect(good[length - 1] === '\n' || good[length] === '\n').toBe(true)
      expect(running.current().server.auth_token).toBe('canary-1')
    }
  })

  it('an overlay cut off at any byte: the same', () => {
    const overlay = 'model:\n  name: from-home\ncluster:\n  nodes:\n    - name: tower\n      tier: 1\n'
    house.write(good)
    house.write(overlay, 'harombe.home.yaml')
    const running = started({ keepsCopies: false })
    for (let length = overlay.length - 1; length >= 0; length--) {
      house.write(overlay.slice(0, length), 'harombe.home.yaml')
      running.load()
      expect(names(running)).toEqual(['tower', 'mini'])
      house.write(overlay, 'harombe.home.yaml')
      running.load()
      expect(running.problem()).toBeNull()
    }
    house.write('', 'harombe.home.yaml')
    running.load()
    expect(running.problem()).toContain('harombe.home.yaml is empty')
  })

  it.each([
    ['nothing', ''],
    ['NUL', `${good}\0`],
    ['zeros, as a crashed file system leaves', '\0'.repeat(good.length)],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')],
    ['no UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xc3, 0x28])],
    ['a tab', 'server:\n\tport: 1\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['300 KiB', `${good}# ${'x'.repeat(300 * 1024)}\n`],
    [
      'an alias bomb',
      `a: &a [${'x,'.repeat(9)}x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key, index) => `${key}: &${key} [${`*${'abcdefg'[index]},`.repeat(9)}1]`).join('\n')}\n`,
    ],
    ['a key that is none', '__proto__: {polluted: true}\n'],
    ['a list', '- a\n'],
    ['a tag', 'a: !!js/function "x"\n'],
    ['a depth without end', '['.repeat(10_000)],
    ['a variable without end', 'variables: {a: "${var:b}", b: "${var:a}"}\nmodel: {name: "${var:a}"}\n'],
    ['an overlay that is not there', 'overlays: [gone]\n'],
  ])(
    '%s: the last good version is in force, now and after a restart, and the file is left alone',
    (_name, broken) => {
      house.write(good)
      const running = started()
      writeFileSync(house.path, broken)
      running.load()
      const restarted = started()
      for (const file of [running, restarted]) {
        expect(names(file)).toEqual(['tower', 'mini'])
        expect(file.current().model.name).toBe('from-home')
        expect(file.problem()).toMatch(/last good version is in use/)
        expect(() => file.addNode({ name: 'late' })).toThrowError(
          expect.objectContaining({ code: 'CONFIG_INVALID' }),
        )
      }
      expect(readFileSync(house.path).equals(Buffer.from(broken))).toBe(true)
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
    },
  )

  it('keys of a later harombe are kept, and Windows line ends and a byte order mark read', () => {
    const later = `\ufeff${good.replaceAll('\n', '\r\n')}schema_version: 9\r\ncluster_of_tomorrow: {a: [1]}\r\n`
    house.write(later)
    const file = started()
    file.updateNode('mini', { tier: 1 })
    expect(house.read()).toBe(later.replace('tier: 0', 'tier: 1'))
  })

  it('nothing at all, while it runs: the last good version stays, and nothing is begun anew', () => {
    house.write(good)
    const running = started()
    rmSync(house.path)
    running.load()
    expect(names(running)).toEqual(['tower', 'mini'])
    expect(running.problem()).toMatch(/The file is gone/)
    expect(() => running.addNode({ name: 'late' })).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('gone') }),
    )
    expect(existsSync(house.path)).toBe(false)
    running.save(good, null, 'desktop')
    expect(running.problem()).toBeNull()
  })
})

describe('writing', () => {
  it('to a link that is swapped meanwhile writes neither file by halves', () => {
    const [first, second] = ['first.yaml', 'second.yaml']
    house.write(good, first)
    house.write(good.replace('tower', 'other'), second)
    symlinkSync(join(house.directory, first), house.path)
    const file = started()
    const { fsyncSync } = fs
    try {
      fs.fsyncSync = descriptor => {
        fsyncSync(descriptor)
        unlinkSync(house.path)
        symlinkSync(join(house.directory, second), house.path)
      }
      syncBuiltinESMExports()
      expect(() => file.save('model: {name: x}\n', file.desired()?.fileDigest ?? null, 'cli')).toThrowError(
        expect.objectContaining({ code: 'CONFLICT' }),
      )
    } finally {
      fs.fsyncSync = fsyncSync
      syncBuiltinESMExports()
    }
    expect([house.read(first), house.read(second)]).toEqual([good, good.replace('tower', 'other')])
    expect(leftovers()).toEqual([])
  })

  it('while somebody else saves loses neither', () => {
    house.write(good)
    const file = started()
    const { fsyncSync } = fs
    let edits = 0
    try {
      fs.fsyncSync = descriptor => {
        fsyncSync(descriptor)
        if (edits++ === 0) house.write(good.replace('in the kitchen', 'in the hall'))
      }
      syncBuiltinESMExports()
      file.addNode({ name: 'late' })
    } finally {
      fs.fsyncSync = fsyncSync
      syncBuiltinESMExports()
    }
    expect(house.read()).toContain('in the hall')
    expect(names(file)).toEqual(['tower', 'mini', 'late'])
  })

  /** `mount` needs root, as in a container; elsewhere the disk is made to look full. */
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  it('on a full disk leaves what was there, says so, and works again when there is room', async () => {
    const small = join(house.directory, 'small')
    mkdirSync(small)
    const path = join(small, 'harombe.yaml')
    const isMounted = isRoot && (await succeeds('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', small]))
    const { writeFileSync: real } = fs
    try {
      writeFileSync(path, 'model: {name: small}\n')
      const file = createConfigFile(path)
      file.load()
      if (isMounted) fill(join(small, 'filler'))
      else {
        fs.writeFileSync = () => {
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
        }
        syncBuiltinESMExports()
      }
      const save = () =>
        file.save(`# ${'x'.repeat(6000)}\nmodel: {name: long}\n`, file.desired()?.fileDigest ?? null, 'cli')
      expect(save).toThrowError(
        expect.objectContaining({ code: 'STORAGE_FAILED', message: expect.stringContaining('ENOSPC') }),
      )
      expect(file.current().model.name).toBe('small')
      expect(readFileSync(path, 'utf8')).toBe('model: {name: small}\n')
      expect(readdirSync(small).filter(name => name.endsWith('.tmp'))).toEqual([])
      if (isMounted) rmSync(join(small, 'filler'))
      fs.writeFileSync = real
      syncBuiltinESMExports()
      expect(save().config.model.name).toBe('long')
    } finally {
      fs.writeFileSync = real
      syncBuiltinESMExports()
      if (isMounted) expect(await succeeds('umount', [small])).toBe(true)
    }
  })

  it('into a folder that is read-only says so and goes on with what there is', async () => {
    house.write(good)
    const file = started()
    const isMounted =
      isRoot && (await succeeds('mount', ['--bind', '-o', 'ro', house.directory, house.directory]))
    try {
      if (!isMounted) chmodSync(house.directory, 0o500)
      expect(() => file.addNode({ name: 'late' })).toThrowError(
        expect.objectContaining({ code: 'STORAGE_FAILED' }),
      )
      expect(names(file)).toEqual(['tower', 'mini'])
      expect(names(started())).toEqual(['tower', 'mini'])
    } finally {
      if (isMounted) expect(await succeeds('umount', [house.directory])).toBe(true)
      else chmodSync(house.directory, 0o700)
    }
  })

  it('leaves nothing behind for long when it is killed', () => {
    house.write(good)
    const leftover = join(house.directory, '.harombe.yaml.0b9f.tmp')
    const fresh = join(house.directory, '.harombe.yaml.1c8e.tmp')
    const foreign = join(house.directory, '.other.yaml.1c8e.tmp')
    for (const path of [leftover, fresh, foreign]) writeFileSync(path, 'auth_token: canary')
    const old = Date.now() / 1000 - 3600
    for (const path of [leftover, foreign]) utimesSync(path, old, old)
    started()
    expect([leftover, fresh, foreign].map(path => existsSync(path))).toEqual([false, true, true])
  })
})

function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: 'ignore' })
    child.once('error', () => resolve(false))
    child.once('close', code => resolve(code === 0))
  })
}

/** Takes all the room there is. */
function fill(path: string): void {
  try {
    for (;;) fs.appendFileSync(path, Buffer.alloc(1024))
  } catch {
    // Full.
  }
}
