import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isPrivate } from '../testing/file-mode'
import { type ConfigFile, createConfigFile } from './config-file'

const good = `model:
  name: good   # keep me
cluster:
  nodes:
    - name: tower
      host: tower.local
      tier: 2
`

let directory: string
let path: string
let file: ConfigFile
let time: number

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-config-'))
  path = join(directory, 'harombe.yaml')
  time = 1_000
  file = createConfigFile(path, { now: () => time++ })
})

afterEach(() => {
  vi.useRealTimers()
  rmSync(directory, { recursive: true })
})

const onDisk = () => readFileSync(path, 'utf8')
const leftovers = () => readdirSync(directory).filter(name => name.endsWith('.tmp'))

describe('load', () => {
  it('takes a missing file as defaults, without creating it', () => {
    expect(file.load().model.name).toBe('auto')
    expect(file.problem()).toBeNull()
    expect(existsSync(path)).toBe(false)
  })

  it('uses defaults and says why when the file is broken at the very first start', () => {
    writeFileSync(path, 'server:\n  host: 0.0.0.0\n  port: none\n')
    expect(file.load().server.host).toBe('127.0.0.1')
    expect(file.problem()).toBe(
      'harombe.yaml: server.port: "none" is not a number; write a number (line 3, column 9). Until it is corrected the defaults are in use.',
    )
  })

  it('keeps the last good version wherever the file is cut off, and never throws', () => {
    const bytes = Buffer.from(good)
    writeFileSync(path, bytes)
    file.load()
    for (let length = bytes.length - 1; length >= 0; length--) {
      const before = file.current()
      writeFileSync(path, bytes.subarray(0, length))
      file.load()
      if (file.problem() !== null) expect(file.current()).toBe(before)
    }
    expect(file.problem()).toMatch(/The file is empty/)
  })

  it('goes back to the newest good copy when the file is broken at a later start', () => {
    writeFileSync(path, good)
    file.load()
    writeFileSync(path, good.replace('good ', 'newer'))
    file.load()
    for (const broken of ['cluster: [', '', '\0', '\xff\xfe']) {
      writeFileSync(path, broken, 'latin1')
      const restarted = createConfigFile(path)
      expect(restarted.load().model.name).toBe('newer')
      expect(restarted.problem()).toMatch(/last good version is in use/)
      expect(readFileSync(path, 'latin1')).toBe(broken)
    }
  })

  it('keeps the last five good versions, readable for the user only', () => {
    for (let version = 0; version < 8; version++) {
      writeFileSync(path, `model: {name: v${version}}\n`)
      file.load()
      file.load()
    }
    const backups = join(directory, 'backups')
    const names = readdirSync(backups).sort()
    expect(names.map(name => readFileSync(join(backups, name), 'utf8'))).toEqual(
      [3, 4, 5, 6, 7].map(version => `model: {name: v${version}}\n`),
    )
    expect(isPrivate(backups)).toBe(true)
    for (const name of names) expect(isPrivate(join(backups, name))).toBe(true)
  })

  it('says what is wrong also where there can be no copies', () => {
    writeFileSync(join(directory, 'backups'), 'a file of somebody else')
    writeFileSync(path, 'cluster: [')
    expect(file.load().cluster.nodes).toEqual([])
    expect(file.problem()).toContain('the defaults are in use')
  })

  it('says so when the path is no file', () => {
    mkdirSync(path)
    file.load()
    expect(file.problem()).toMatch(/it is not a file/)
  })
})

describe('patch', () => {
  it('changes the file and what is in force, private and without leftovers', () => {
    writeFileSync(path, good)
    file.load()
    const config = file.addNode({ name: 'mini', host: '10.0.0.2', tier: 0 })
    expect(config.cluster.nodes.map(({ name }) => name)).toEqual(['tower', 'mini'])
    expect(file.current()).toBe(config)
    expect(onDisk()).toBe(`${good}    - name: mini\n      host: 10.0.0.2\n      tier: 0\n`)
    expect(isPrivate(path)).toBe(true)
    expect(file.updateNode('mini', { enabled: false }).cluster.nodes[1]?.enabled).toBe(false)
    expect(file.updateNode('tower', { tier: 1, host: null }).cluster.nodes[0]).toMatchObject({
      tier: 1,
      host: 'localhost',
    })
    expect(file.removeNode('mini').cluster.nodes).toHaveLength(1)
    expect(leftovers()).toEqual([])
    expect(createConfigFile(path).load()).toEqual(file.current())
  })

  it('begins a file, and its folder, where there is none', () => {
    const nested = createConfigFile(join(directory, 'a', 'b', 'harombe.yaml'))
    nested.load()
    nested.addNode({ name: 'mini' })
    expect(nested.problem()).toBeNull()
    expect(isPrivate(join(directory, 'a'))).toBe(true)
    expect(createConfigFile(nested.path).load().cluster.nodes).toHaveLength(1)
  })

  it('loses neither its own change nor one that an editor saves at the same moment', () => {
    writeFileSync(path, good)
    file.load()
    let rounds = 0
    file.patch(config => {
      // The first round's text is outdated by the time it would replace the file.
      if (rounds++ === 0) writeFileSync(path, good.replace('good', 'edited'))
      config.set(['server', 'port'], 9000)
    })
    expect(rounds).toBe(2)
    expect(onDisk()).toContain('name: edited   # keep me')
    expect(file.current()).toMatchObject({ model: { name: 'edited' }, server: { port: 9000 } })
    expect(leftovers()).toEqual([])
  })

  it('gives up instead of fighting a program that writes all the time', () => {
    writeFileSync(path, good)
    let rounds = 0
    expect(() =>
      file.patch(config => {
        writeFileSync(path, `${good}# ${rounds++}\n`)
        config.set(['server', 'port'], 9000)
      }),
    ).toThrowError(expect.objectContaining({ code: 'CONFLICT' }))
    expect(onDisk()).not.toContain('9000')
    expect(leftovers()).toEqual([])
  })

  it('touches neither a file that is invalid nor one that the change would make invalid', () => {
    const broken = 'cluster:\n  nodes:\n    - name: tower\n      tier: 9\n'
    writeFileSync(path, broken)
    expect(() => file.addNode({ name: 'mini' })).toThrowError(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('(line 4, column 13)'),
        data: { problems: [expect.objectContaining({ line: 4, path: 'cluster.nodes[0].tier' })] },
      }),
    )
    expect(onDisk()).toBe(broken)
    writeFileSync(path, good)
    expect(() => file.patch(config => config.set(['server', 'port'], 'x'))).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
    expect(onDisk()).toBe(good)
  })

  it('writes the target of a symbolic link, which stays one', () => {
    const dotfiles = join(directory, 'dotfiles')
    mkdirSync(dotfiles)
    const target = join(dotfiles, 'mine.yaml')
    writeFileSync(target, good)
    symlinkSync(target, path)
    file.load()
    file.addNode({ name: 'mini' })
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(readFileSync(target, 'utf8')).toContain('name: mini')
  })

  it('writes to where a link points when it is swapped during the change', () => {
    const [first, second] = [join(directory, 'first.yaml'), join(directory, 'second.yaml')]
    writeFileSync(first, good)
    writeFileSync(second, good)
    symlinkSync(first, path)
    let rounds = 0
    file.patch(config => {
      if (rounds++ === 0) {
        unlinkSync(path)
        symlinkSync(second, path)
      }
      config.set(['server', 'port'], 9000)
    })
    expect(readFileSync(first, 'utf8')).toBe(good)
    expect(readFileSync(second, 'utf8')).toContain('9000')
  })

  it('reports a folder that cannot be written, and keeps working', () => {
    // A plain file in the folder's place: also root cannot write below it.
    writeFileSync(join(directory, 'blocked'), '')
    const blocked = createConfigFile(join(directory, 'blocked', 'harombe.yaml'))
    blocked.load()
    expect(() => blocked.addNode({ name: 'mini' })).toThrowError(
      expect.objectContaining({ code: 'STORAGE_FAILED' }),
    )
    expect(blocked.current().cluster.nodes).toEqual([])
  })
})

describe('watch', () => {
  /** The next call of the listener, from real file system events. */
  function nextChange(
    watched: ConfigFile,
    signal: AbortSignal,
  ): Promise<{ name: string; problem: string | null }> {
    return new Promise(resolve => {
      watched.watch((config, problem) => resolve({ name: config.model.name, problem }), signal)
    })
  }

  it('hears of a file that an editor replaces', async () => {
    writeFileSync(path, good)
    const watched = createConfigFile(path, { debounceMs: 5, pollMs: 60_000 })
    watched.load()
    const abort = new AbortController()
    const change = nextChange(watched, abort.signal)
    writeFileSync(`${path}~`, good.replace('good', 'edited'))
    renameSync(`${path}~`, path)
    expect(await change).toEqual({ name: 'edited', problem: null })
    abort.abort()
  })

  it('hears by looking when the system tells nothing, of a broken file and of its repair', () => {
    vi.useFakeTimers()
    const missing = join(directory, 'later', 'harombe.yaml')
    const watched = createConfigFile(missing, { debounceMs: 100, pollMs: 1000 })
    watched.load()
    const abort = new AbortController()
    const heard: (string | null)[] = []
    watched.watch((config, problem) => heard.push(problem ?? config.model.name), abort.signal)
    mkdirSync(join(directory, 'later'))
    writeFileSync(missing, good)
    vi.advanceTimersByTime(1100)
    writeFileSync(missing, 'cluster: [')
    vi.advanceTimersByTime(1100)
    writeFileSync(missing, `${good}# repaired\n`)
    vi.advanceTimersByTime(1100)
    expect(heard).toEqual(['good', expect.stringContaining('line 1'), 'good'])
    abort.abort()
    writeFileSync(missing, good.replace('good', 'unheard'))
    vi.advanceTimersByTime(10_000)
    expect(heard).toHaveLength(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  it.runIf(process.platform !== 'win32')('outlives a file that the system refuses to look at', () => {
    vi.useFakeTimers()
    writeFileSync(path, good)
    const watched = createConfigFile(path, { debounceMs: 100, pollMs: 1000 })
    watched.load()
    const abort = new AbortController()
    const heard: (string | null)[] = []
    watched.watch((_config, problem) => heard.push(problem), abort.signal)
    rmSync(path)
    symlinkSync(path, path)
    vi.advanceTimersByTime(3000)
    rmSync(path)
    writeFileSync(path, good)
    vi.advanceTimersByTime(3000)
    expect(heard).toEqual([expect.stringContaining('cannot be read'), null])
    abort.abort()
  })

  it('hears of a change between loading and watching', () => {
    vi.useFakeTimers()
    writeFileSync(path, good)
    file.load()
    writeFileSync(path, good.replace('good', 'edited'))
    const abort = new AbortController()
    const heard: string[] = []
    file.watch(config => heard.push(config.model.name), abort.signal)
    vi.advanceTimersByTime(500)
    expect(heard).toEqual(['edited'])
    abort.abort()
  })

  it('says nothing when the file was only touched, and tells of a patch once', () => {
    vi.useFakeTimers()
    writeFileSync(path, good)
    const watched = createConfigFile(path, { debounceMs: 100, pollMs: 1000 })
    watched.load()
    const abort = new AbortController()
    const heard: number[] = []
    watched.watch(config => heard.push(config.cluster.nodes.length), abort.signal)
    writeFileSync(path, good)
    vi.advanceTimersByTime(2000)
    expect(heard).toEqual([])
    watched.addNode({ name: 'mini' })
    vi.advanceTimersByTime(5000)
    expect(heard).toEqual([2])
    abort.abort()
  })
})

describe('the view', () => {
  it('follows the file as it is written, also where it is broken, and shows no secret', async () => {
    writeFileSync(path, good)
    file.load()
    const abort = new AbortController()
    const views = file.watchView(abort.signal)[Symbol.asyncIterator]()
    const next = async () => (await views.next()).value
    expect(await next()).toEqual({
      path,
      text: good,
      digest: createHash('sha256').update(good).digest('hex'),
      problem: null,
      overlays: [],
      plainSecrets: [],
      inForce: true,
      loadedAt: expect.any(Number),
    })
    const loadedAt = time - 1
    writeFileSync(path, `${good}server:\n  port: none\n  auth_token: a-secret\n`)
    file.load()
    expect(await next()).toMatchObject({
      text: expect.stringMatching(/port: none\n {2}auth_token: "\[redacted:[0-9a-f]{8}\]"\n$/),
      plainSecrets: ['server.auth_token'],
      inForce: false,
      problem: { message: expect.stringContaining('"none" is not a number'), line: 9, column: 9 },
      loadedAt: expect.toSatisfy((at: number) => at <= loadedAt),
    })
    writeFileSync(path, `${good}# auth_token: a-secret\nserver:\n  auth_token: [a-secret\n`)
    file.load()
    const broken = await next()
    expect(broken?.problem?.line).toBeGreaterThan(8)
    expect(JSON.stringify(broken)).not.toContain('a-secret')
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x61, 0x00]))
    file.load()
    expect(await next()).toMatchObject({ text: '', problem: { message: expect.stringContaining('UTF-16') } })
    rmSync(path)
    file.load()
    expect(await next()).toMatchObject({ text: '', digest: null, problem: { message: 'The file is gone.' } })
    expect(file.current().model.name).toBe('good')
    abort.abort()
  })
})
