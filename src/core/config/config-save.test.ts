import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivate } from '../testing/file-mode'
import { type ConfigHouse, createConfigHouse, type OpenedConfig, viewOf } from './testing/config-house'

let house: ConfigHouse
let opened: OpenedConfig
const open = () => {
  opened = house.open()
  return opened
}
beforeEach(() => {
  house = createConfigHouse()
})
afterEach(() => {
  opened.close()
  house.remove()
})

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const good = `# mine
server:
  auth_token: 'canary a' # of the phone
cluster:
  nodes:
    - name: tower
      auth_token: canary-b
`

describe('save', () => {
  it('writes what the window edited, and puts secrets back in their places', async () => {
    house.write(good)
    const { file, versions } = open()
    const { text, digest: base } = await viewOf(file)
    expect(text).not.toContain('canary')
    expect(base).toBe(digest(good))
    const edited = text.replace('tower', 'turret').replace('# mine', '# mine: ü')
    const wanted = good.replace('tower', 'turret').replace('# mine', '# mine: ü')
    expect(file.check(edited)).toMatchObject({ problems: [], digest: digest(wanted), text: wanted })
    expect(house.read()).toBe(good)
    expect(file.save(edited, base, 'browser', { action: 'rollback' })).toMatchObject({
      digest: digest(wanted),
      fileDigest: digest(wanted),
      text: wanted,
    })
    expect(house.read()).toBe(wanted)
    expect(isPrivate(house.path)).toBe(true)
    expect(versions).toEqual([
      { text: wanted, digest: digest(wanted), by: 'browser', action: 'rollback', touched: null },
    ])
    expect(file.save(edited, digest(wanted), 'browser').fileDigest).toBe(digest(wanted))
    expect(versions).toHaveLength(1)
  })

  it('begins a file where there is none, and only there', () => {
    const { file, versions } = open()
    expect(file.desired()).toMatchObject({ text: '', fileDigest: null })
    file.save('model: {name: a}\n', null, 'cli')
    expect(house.read()).toBe('model: {name: a}\n')
    expect(versions).toHaveLength(1)
    expect(() => file.save('model: {name: b}\n', null, 'cli')).toThrowError(
      expect.objectContaining({ code: 'CONFLICT', data: { digest: digest('model: {name: a}\n') } }),
    )
  })

  it('never writes over what somebody else saved', () => {
    house.write(good)
    const { file } = open()
    const base = file.desired()?.fileDigest ?? null
    house.write(`${good}# newer\n`)
    expect(() => file.save('model: {name: b}\n', base, 'cli')).toThrowError(
      expect.objectContaining({ code: 'CONFLICT', data: { digest: digest(`${good}# newer\n`) } }),
    )
    expect(house.read()).toBe(`${good}# newer\n`)
  })

  it.each([
    ['server: {port: x}\n', 'port', { line: 1, column: 16 }],
    ['a: 1\nserver: {auth_token: "[redacted:0123abcd]"}\n', 'not known any more', { line: 2 }],
    ['server:\n  auth_token: [redacted]\n', 'stands for no secret', { line: 2, column: 15 }],
    ['a: [', '', {}],
    ['a: \0', 'NUL', {}],
    [`# ${'x'.repeat(300 * 1024)}`, 'at most 262144', {}],
    [`a: &a [x]\nb: [${Array.from({ length: 40 }, () => '*a').join(', ')}]\n`, '', {}],
  ])('refuses %j and writes nothing', (text, message, place) => {
    house.write(good)
    const { file } = open()
    expect(file.check(text).config).toBeNull()
    let error: unknown
    try {
      file.save(text.slice(0, 400_000), file.desired()?.fileDigest ?? null, 'browser')
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message),
      data: { problems: [expect.objectContaining(place)] },
    })
    expect(house.read()).toBe(good)
    expect(file.current().cluster.nodes).toHaveLength(1)
  })

  it('keeps the line ends and the byte order mark that an editor leaves away', async () => {
    const windows = `\ufeff${good.replaceAll('\n', '\r\n')}`
    house.write(windows)
    const { file } = open()
    const { text, digest: base } = await viewOf(file)
    expect(text.startsWith('#')).toBe(true)
    const edited = text.replaceAll('\r\n', '\n').replace('tower', 'turret')
    expect(file.check(edited).digest).toBe(digest(windows.replace('tower', 'turret')))
    file.save(edited, base, 'browser')
    expect(house.read()).toBe(windows.replace('tower', 'turret'))
  })

  it('knows the secrets of versions that were shown', () => {
    house.write(good)
    const { file } = open()
    const older = 'server: {auth_token: canary-older}\n'
    const shown = file.mask(older)
    expect(shown).not.toContain('canary')
    expect(file.check(shown)).toMatchObject({ problems: [], text: older })
  })
})

describe('overlays and variables', () => {
  const base =
    'overlays: [home]\nvariables: {peer: canary-1}\nserver: {auth_token: canary-2}\ncluster: {nodes: [{name: a, tier: 0}]}\n'
  const home = 'cluster: {nodes: [{name: a, tier: 2, auth_token: "${var:peer}"}]}\n'

  it('are in force, in the view without secrets, and in the digest', async () => {
    house.write(base)
    house.write(home, 'harombe.home.yaml')
    const { file, nodes, versions, reread } = open()
    expect(nodes()).toEqual(['a:2'])
    expect(file.current().cluster.nodes[0]?.auth_token).toBe('canary-1')
    const view = await viewOf(file)
    expect(JSON.stringify(view)).not.toContain('canary')
    expect(view.overlays).toMatchObject([
      {
        name: 'home',
        text: home,
        overrides: ['cluster.nodes[a].tier', 'cluster.nodes[a].auth_token'],
      },
    ])
    expect(view.plainSecrets).toEqual(['variables.peer', 'server.auth_token'])
    const { digest: first, fileDigest } = file.desired() ?? {}
    expect(fileDigest).toBe(digest(base))
    expect(first).not.toBe(fileDigest)
    expect(file.check(view.text).digest).toBe(first)
    house.write(home.replace('2', '1'), 'harombe.home.yaml')
    reread()
    expect(nodes()).toEqual(['a:1'])
    expect(file.desired()?.digest).not.toBe(first)
    expect(versions).toEqual([])
    // Actions go to the file itself.
    file.addNode({ name: 'b', tier: 0 })
    expect(nodes()).toEqual(['a:1', 'b:0'])
    expect(house.read()).toContain('name: b')
  })

  it('that break leave the last good ones in force, also after a restart', async () => {
    house.write(base)
    house.write(home, 'harombe.home.yaml')
    const first = open()
    for (const broken of ['cluster: [', 'cluster: {nodes: [{name: a, tier: 9}]}', '']) {
      house.write(broken, 'harombe.home.yaml')
      first.reread()
      expect(first.nodes()).toEqual(['a:2'])
      expect(first.file.problem()).toContain('harombe.home.yaml')
      const later = house.open()
      expect(later.nodes()).toEqual(['a:2'])
      later.close()
    }
    house.write('cluster: {nodes: [{name: a, tier: 9}]}', 'harombe.home.yaml')
    first.reread()
    expect((await viewOf(first.file)).problem).toMatchObject({ line: 1, file: 'harombe.home.yaml' })
  })

  it('decide on what they say: a change of it is refused instead of written for nothing', () => {
    house.write(base)
    house.write(
      'cluster: {routing: {learn: false}, nodes: [{name: A, tier: 2}, {name: laptop}]}\n',
      'harombe.home.yaml',
    )
    const { file } = open()
    for (const change of [
      () => file.updateNode('a', { tier: 1 }),
      () => file.updateNode('a', { name: 'renamed' }),
      () => file.removeNode('a'),
      () => file.updateNode('laptop', { enabled: false }),
      () => file.removeNode('laptop'),
      () => file.setRouting({ learn: true }),
    ]) {
      expect(change).toThrowError(
        expect.objectContaining({ code: 'CONFLICT', message: expect.stringContaining('harombe.home.yaml') }),
      )
    }
    expect(house.read()).toBe(base)
    file.updateNode('a', { slots: 3 })
    file.setRouting({ preference: 'eco' })
    expect(file.current().cluster).toMatchObject({
      routing: { preference: 'eco', learn: false },
      nodes: [{ name: 'A', tier: 2, slots: 3 }, { name: 'laptop' }],
    })
  })

  it('of the run win over those of the file', () => {
    house.write(base)
    house.write('model: {name: travelling}\n', 'harombe.travel.yaml')
    opened = house.open({ overlays: ['travel'] })
    const { file, nodes } = opened
    expect(nodes()).toEqual(['a:0'])
    expect(file.current().model.name).toBe('travelling')
    expect(file.problem()).toBeNull()
  })

  it('are watched', async () => {
    house.write(base)
    house.write(home, 'harombe.home.yaml')
    opened = house.open({ debounceMs: 5, pollMs: 60_000 })
    const heard = new Promise<void>(resolve => {
      opened.file.watch(() => resolve(), AbortSignal.timeout(10_000))
    })
    house.write(home.replace('2', '1'), 'harombe.home.yaml')
    await heard
    expect(opened.nodes()).toEqual(['a:1'])
  })
})

describe('moveSecrets', () => {
  it('moves what a secret is put together from, and not the words for putting it together', async () => {
    house.write(
      'variables: {word: canary-word}\ncluster: {nodes: [{name: a, auth_token: "pre-${var:word}-post"}]}\n',
    )
    const { file } = open()
    expect((await viewOf(file)).plainSecrets).toEqual(['variables.word'])
    const base = file.desired()?.fileDigest ?? ''
    expect(() => file.moveSecrets(['cluster.nodes[0].auth_token'], base, 'cli')).toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    file.moveSecrets(['variables.word'], base, 'cli')
    expect(file.desired()?.config.cluster.nodes[0]?.auth_token).toBe('pre-${secret:variables-word}-post')
    house.write('cluster: {nodes: [\n')
    file.refresh()
    expect(() => file.moveSecrets([], base, 'cli')).toThrowError(/^harombe\.yaml: (?!harombe)/)
  })

  it('leaves no secret behind: not in the file, nor its copies, nor comments', () => {
    const text = `# was canary-secret-b before
server: {auth_token: 'canary-secret-a', port: 8000}
cluster:
  nodes:
    - name: Gaming PC
      auth_token: canary-secret-b # shared
    - name: tower
      auth_token: |
        canary-secret-b
unknown: {token: canary-kept}
mcp:
  servers:
    git: {command: git-mcp, env: {GIT_TOKEN: canary-secret-c, LEVEL: debug}}
`
    house.write(text.replace('tower', 'older'))
    const { file, reread, versions } = open()
    house.write(text)
    reread()
    const rewritten: string[] = []
    file.onSecretsMoved(rewrite => rewritten.push(rewrite(`auth_token: canary-secret-a\n`)))
    const paths = [
      'server.auth_token',
      'cluster.nodes[0].auth_token',
      'cluster.nodes[1].auth_token',
      'mcp.servers.git.env.GIT_TOKEN',
    ]
    const { desired, moved } = file.moveSecrets(paths, file.desired()?.fileDigest ?? '', 'desktop')
    expect(house.read()).toBe(`# was \${secret:gaming-pc-token} before
server: {auth_token: '\${secret:server-token}', port: 8000}
cluster:
  nodes:
    - name: Gaming PC
      auth_token: \${secret:gaming-pc-token} # shared
    - name: tower
      auth_token: \${secret:tower-token}
unknown: {token: canary-kept}
mcp:
  servers:
    git: {command: git-mcp, env: {GIT_TOKEN: "\${secret:mcp-servers-git-env-git_token}", LEVEL: debug}}
`)
    expect(moved.map(({ path }) => path)).toEqual(paths)
    expect(desired.text).toBe(house.read())
    expect(file.current().server.auth_token).toBe('${secret:server-token}')
    expect(house.read('secrets/server-token')).toBe('canary-secret-a')
    expect(isPrivate(`${house.directory}/secrets`)).toBe(true)
    for (const name of readdirSync(`${house.directory}/secrets`)) {
      expect(isPrivate(`${house.directory}/secrets/${name}`)).toBe(true)
    }
    const copies = readdirSync(`${house.directory}/backups`)
    expect(copies).toHaveLength(3)
    for (const copy of copies) expect(house.read(`backups/${copy}`)).not.toContain('canary-secret')
    expect(rewritten).toEqual(['auth_token: ${secret:server-token}\n'])
    expect(JSON.stringify(versions.at(-1))).not.toContain('canary-secret')
  })

  it('takes a name of its own when the first is taken, and none when nothing is there', () => {
    house.write('server: {auth_token: canary-1}\n')
    const { file } = open()
    expect(() =>
      file.moveSecrets(['cluster.nodes[0].auth_token'], file.desired()?.fileDigest ?? '', 'cli'),
    ).toThrowError(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(() => file.moveSecrets(['server.auth_token'], 'another', 'cli')).toThrowError(
      expect.objectContaining({ code: 'CONFLICT' }),
    )
    expect(readdirSync(house.directory)).not.toContain('secrets')
    file.moveSecrets(['server.auth_token'], file.desired()?.fileDigest ?? '', 'cli')
    house.write('server: {auth_token: canary-2}\n')
    file.load()
    expect(file.moveSecrets(['server.auth_token'], file.desired()?.fileDigest ?? '', 'cli').moved).toEqual([
      { path: 'server.auth_token', reference: '${secret:server-token-2}' },
    ])
    writeFileSync(`${house.directory}/secrets/server-token`, 'canary-1')
    expect(house.read('secrets/server-token-2')).toBe('canary-2')
  })
})
