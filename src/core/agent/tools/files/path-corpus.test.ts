import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callTool, outcomeOf, run } from '../testing/call-tool'
import { foldPath } from './spelling'
import { buildFileHouse, canary, type FileHouse, secretFiles } from './testing/file-house'

let house: FileHouse
beforeAll(() => {
  house = buildFileHouse()
})
afterAll(() => house.remove())

/** Everything outside the workspace, by path: content, or nothing for folders. */
function outside(folder = house.root, found: Record<string, string> = {}): Record<string, string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (path === house.workspace) continue
    found[relative(house.root, path)] = entry.isFile() ? readFileSync(path, 'utf8') : ''
    if (entry.isDirectory()) outside(path, found)
  }
  return found
}

/** `ROOT` and `HOME` stand for folders of the test. Every way to what no tool may read or change. */
const denied = [
  // As it is called
  '~/.ssh/id_rsa',
  'HOME/.ssh/id_rsa',
  '../.ssh/id_rsa',
  './../.ssh/./id_rsa',
  'deep/../../.ssh/id_rsa',
  'deep/er/../../../.ssh/config',
  '~/../home/.ssh/id_rsa',
  '//ROOT/home/.ssh/id_rsa',
  '~/.gnupg/ring',
  '~/.aws/credentials',
  '~/.bashrc',
  '~/.config/autostart/run.desktop',
  '~/.config/systemd/user/run.service',
  '~/.mozilla/firefox/logins.json',
  '~/.local/share/keyrings/login.keyring',
  '~/.harombe/memory.db',
  '~/.harombe/audit.jsonl',
  '~/.harombe/approvals.json',
  '~/.harombe/secrets/token',
  'ROOT/elsewhere/harombe.yaml',
  'ROOT/elsewhere/harombe.yaml.tmp',
  'ROOT/elsewhere/harombe.home.yaml',
  'ROOT/elsewhere/.harombe.yaml.0b9f.tmp',
  'ROOT/elsewhere/backups/harombe-1.yaml',
  'ROOT/disk/chats.db',
  'ROOT/disk/chats.db-wal',
  'ROOT/app/out/main/index.js',
  // Over links
  'key',
  'keys/id_rsa',
  'keys/../keys/id_rsa',
  'settings.yaml',
  'settings/harombe.yaml',
  'settings/backups/harombe-1.yaml',
  'chats',
  'data/secrets/token',
  'all/ROOT/home/.ssh/id_rsa',
  'all/proc/self/environ',
  'out/../.ssh/id_rsa',
  'starter',
  'nowhere',
  'round',
  'round/x',
  // Second names of the same file
  'hard-key',
  'hard-settings',
  'hard-database',
  'hard-audit',
  // In other letters, which some file systems take for the same
  '~/.SSH/id_rsa',
  '~/.Ssh/ID_RSA',
  '~/.Harombe/secrets/token',
  'ROOT/elsewhere/HAROMBE.YAML',
  'ROOT/disk/Chats.DB',
  '~/.ſsh/id_rsa',
  '~/.ｓｓｈ/id_rsa',
  '~/.s\u200dsh/id_rsa',
  '~/.ssh./id_rsa',
  '~/.ssh /id_rsa',
  // What is no file
  '/proc/self/environ',
  '/proc/self/root/etc/passwd',
  '/proc/self/fd/0',
  '/sys/kernel/notes',
  '/dev/null',
  '/dev/shm/x',
  '/etc/shadow',
  '/etc/cron.d/x',
  '/var/spool/cron/root',
  '/run/secrets/x',
  // Spellings
  '..\\.ssh\\id_rsa',
  'notes.md\0.png',
  'notes\n.md',
  'no\u202etes.md',
  'notes\ud800.md',
]

const resolved = (path: string) =>
  path
    .replace('//ROOT', `/${house.root}`)
    .replace('all/ROOT', `all${house.root}`)
    .replace('ROOT', house.root)
    .replace('HOME', house.home)

describe.runIf(process.platform === 'linux')('what no tool may touch', () => {
  it('has at least sixty ways in the corpus', () => {
    expect(new Set(denied).size).toBeGreaterThanOrEqual(60)
  })

  it.each(denied)('is refused by every tool: %j', async path => {
    const before = outside()
    const given = { path: resolved(path) }
    const at = { workspace: house.workspace }
    const outcomes = {
      read: await outcomeOf(house.tools.read, given, at),
      search: await outcomeOf(house.tools.search, { ...given, query: canary }, at),
      write: await outcomeOf(house.tools.write, { ...given, content: 'mine' }, at),
      edit: await outcomeOf(house.tools.edit, { ...given, find: canary, replace_with: 'mine' }, at),
      delete: await outcomeOf(house.tools.delete, given, at),
    }
    expect(outcomes).toEqual({
      read: 'FORBIDDEN',
      search: 'FORBIDDEN',
      write: 'FORBIDDEN',
      edit: 'FORBIDDEN',
      delete: 'FORBIDDEN',
    })
    expect(outside()).toEqual(before)
  })

  it.each(['keys', 'data', '~/.ssh', '~/.harombe', 'ROOT/app', '/proc', '/dev', '/sys'])(
    'is listed by none: %s',
    async path => {
      expect(
        await outcomeOf(house.tools.list, { path: resolved(path) }, { workspace: house.workspace }),
      ).toBe('FORBIDDEN')
    },
  )

  it('cannot be made either', async () => {
    const before = outside()
    for (const path of [
      '~/.ssh/authorized_keys',
      '~/.config/autostart/new.desktop',
      '~/.config/fish/config.fish',
      '~/.zshrc',
      '~/.harombe/secrets/new',
      '~/.claude/settings.json',
      'ROOT/disk/chats.db-journal',
      '.git/hooks/pre-commit',
      'deep/.git/config',
      'deep/.GIT/config',
      '/etc/profile.d/x.sh',
      '/usr/local/bin/x',
      '~/bin/ls',
    ]) {
      const call = { path: resolved(path), content: 'mine' }
      expect([path, await outcomeOf(house.tools.write, call, { workspace: house.workspace })]).toEqual([
        path,
        'FORBIDDEN',
      ])
    }
    expect(outside()).toEqual(before)
  })

  it('is passed over by a search and a list of the whole home folder', async () => {
    const at = { workspace: house.home }
    const found = await callTool(house.tools.search, { query: 'CANARY' }, at)
    expect(found.text).toContain('Nothing was found.')
    const listed = await callTool(house.tools.list, { recursive: true }, at)
    expect(listed.text).toContain('harombe/notes.md')
    expect(listed.text).not.toMatch(/\.ssh|\.harombe|\.bashrc/)
  })

  it('keeps a folder from being deleted with it', async () => {
    const call = { path: '.config' }
    expect(await outcomeOf(house.tools.delete, call, { workspace: house.home })).toBe('FORBIDDEN')
    expect(statSync(join(house.home, '.config/autostart/run.desktop')).isFile()).toBe(true)
  })

  it('left every secret as it was', () => {
    for (const path of secretFiles)
      expect([path, readFileSync(join(house.root, path), 'utf8')]).toEqual([path, canary])
  })
})

describe.runIf(process.platform === 'linux')('what is outside the workspace', () => {
  it.each(['out/letter.txt', '../other/letter.txt', '~/other/letter.txt', 'ROOT/home/other/letter.txt'])(
    'is asked for and counts as others’ words: %s',
    async path => {
      // The letter has a second name in the workspace; this one has none.
      house.put('home/other/single.txt', 'from outside\n')
      const plan = await house.tools.read.plan(
        { path: resolved(path).replace('letter', 'single') },
        { run, workspace: house.workspace },
      )
      expect(plan.asks).toBe(true)
      expect(plan.exact).toBe(join(house.home, 'other/single.txt'))
      const result = await callTool(
        house.tools.read,
        { path: resolved(path).replace('letter', 'single') },
        { workspace: house.workspace },
      )
      expect(result.untrusted).toBe('file')
    },
  )

  it('is refused when the file has a second name', async () => {
    expect(
      await outcomeOf(house.tools.read, { path: '~/other/letter.txt' }, { workspace: house.workspace }),
    ).toBe('FORBIDDEN')
  })

  it('is asked for under its second name in the workspace, and never written to', async () => {
    const context = { run, workspace: house.workspace }
    expect(await house.tools.read.plan({ path: 'hard-letter' }, context)).toMatchObject({ asks: true })
    expect(
      await outcomeOf(
        house.tools.write,
        { path: 'hard-letter', content: 'x' },
        { workspace: house.workspace },
      ),
    ).toBe('FORBIDDEN')
  })

  it.each([
    ['pipe', 'BAD_REQUEST'],
    ['not-there', 'NOT_FOUND'],
    ['notes.md/x', 'BAD_REQUEST'],
    ['deep', 'BAD_REQUEST'],
    ['', 'BAD_REQUEST'],
    ['file:///etc/passwd', 'BAD_REQUEST'],
    [`${'x'.repeat(300)}`, 'BAD_REQUEST'],
    [`${'a/'.repeat(2_047)}a`, 'BAD_REQUEST'],
    [`${'long/'.repeat(1_000)}a`, 'BAD_REQUEST'],
  ])('is told apart from what cannot be read at all: %s', async (path, code) => {
    expect(await outcomeOf(house.tools.read, { path }, { workspace: house.workspace })).toBe(code)
  })
})

it('takes composed and decomposed letters for one name', () => {
  expect(foldPath('/home/zoé/.config')).toBe(foldPath('/home/zoe\u0301/.CONFIG'))
})
