import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callTool, outcomeOf, run } from '../testing/call-tool'
import { editText } from './edit-text'
import { createGlob } from './glob'
import { buildFileHouse, type FileHouse } from './testing/file-house'

let house: FileHouse
beforeEach(() => {
  house = buildFileHouse()
})
afterEach(() => house.remove())

const inWorkspace = (name: string) => join(house.workspace, name)
const call = (tool: keyof FileHouse['tools'], given: Record<string, unknown>) =>
  callTool(house.tools[tool], given, { workspace: house.workspace })
const planOf = (tool: keyof FileHouse['tools'], given: Record<string, unknown>) =>
  house.tools[tool].plan(given, { run, workspace: house.workspace })

describe('read_file', () => {
  it('needs no consent in the workspace and brings no words of others', async () => {
    expect(await planOf('read', { path: 'notes.md' })).toMatchObject({ risk: 'read', asks: false })
    const result = await call('read', { path: 'notes.md' })
    expect(result.text).toBe('[notes.md, 3 lines]\nfirst\nsecond\nthird')
    expect(result.untrusted).toBeUndefined()
  })

  it('reads lines, and says where to go on', async () => {
    expect((await call('read', { path: 'notes.md', first_line: 2, last_line: 2 })).text).toBe(
      '[notes.md, lines 2–2 of 3]\nsecond',
    )
    writeFileSync(inWorkspace('long.txt'), 'a line of some length\n'.repeat(5_000))
    const { text } = await call('read', { path: 'long.txt' })
    const [, last = ''] = /lines 1–(\d+) of 5,000/.exec(text) ?? []
    expect(Number(last)).toBeGreaterThan(500)
    expect(text.length).toBeLessThan(24_000)
    expect(await call('read', { path: 'notes.md', first_line: 9 })).toMatchObject({ isError: true })
  })

  it.each([
    ['utf-16 with a mark', Buffer.from('\ufeffgrün', 'utf16le'), 'grün', 'utf-16le'],
    ['old Windows letters', Buffer.from([0x67, 0x72, 0xfc, 0x6e]), 'grün', 'windows-1252'],
    ['utf-8 with a mark', Buffer.from('\ufeffgrün'), 'grün', ''],
  ])('reads %s', async (_name, bytes, words, encoding) => {
    writeFileSync(inWorkspace('words.txt'), bytes)
    const { text } = await call('read', { path: 'words.txt' })
    expect(text.endsWith(`\n${words}`)).toBe(true)
    expect(text).toContain(encoding)
  })

  it('tells what a file is that is no text, and does not take in one too large', async () => {
    writeFileSync(inWorkspace('picture'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]))
    expect(await call('read', { path: 'picture' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('PNG'),
    })
    writeFileSync(inWorkspace('zeros'), Buffer.alloc(100))
    expect(await call('read', { path: 'zeros' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('binary'),
    })
    writeFileSync(inWorkspace('large'), 'x'.repeat(17 * 1024 ** 2))
    expect(await outcomeOf(house.tools.read, { path: 'large' }, { workspace: house.workspace })).toBe(
      'PAYLOAD_TOO_LARGE',
    )
  })

  it('refuses arguments it does not know', async () => {
    await expect(planOf('read', { path: 'notes.md', approved: true })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('write_file', () => {
  it('always asks, shows all of the content, and makes the folders it needs', async () => {
    const content = `${'word '.repeat(3_000)}end`
    const plan = await planOf('write', { path: 'new/er/file.txt', content })
    expect(plan).toMatchObject({ risk: 'write', asks: true, canRemember: false, binding: { before: null } })
    expect(plan.exact).toBe(`${inWorkspace('new/er/file.txt')}\nNew file, 15 KB\n\n${content}`)
    await call('write', { path: 'new/er/file.txt', content })
    expect(readFileSync(inWorkspace('new/er/file.txt'), 'utf8')).toBe(content)
    expect(readdirSync(inWorkspace('new/er'))).toEqual(['file.txt'])
  })

  it.runIf(process.platform !== 'win32')('keeps the mode of what it replaces', async () => {
    writeFileSync(inWorkspace('run.sh'), 'old')
    chmodSync(inWorkspace('run.sh'), 0o750)
    await call('write', { path: 'run.sh', content: 'new' })
    expect(statSync(inWorkspace('run.sh')).mode & 0o777).toBe(0o750)
  })

  it('does not put a file in the place of one that came meanwhile', async () => {
    const outcome = callTool(
      house.tools.write,
      { path: 'fresh.txt', content: 'mine' },
      { workspace: house.workspace, meanwhile: () => writeFileSync(inWorkspace('fresh.txt'), 'theirs') },
    )
    await expect(outcome).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(readFileSync(inWorkspace('fresh.txt'), 'utf8')).toBe('theirs')
  })

  it('binds what is there now, so that a second look tells a change', async () => {
    const first = await planOf('write', { path: 'notes.md', content: 'mine' })
    expect(await planOf('write', { path: 'notes.md', content: 'mine' })).toMatchObject({
      binding: first.binding,
    })
    writeFileSync(inWorkspace('notes.md'), 'theirs')
    expect((await planOf('write', { path: 'notes.md', content: 'mine' })).binding).not.toEqual(first.binding)
  })
})

/** What a reader of a diff would make of a text. */
function applied(text: string, diff: string): string {
  const old = text.split('\n')
  const lines: string[] = []
  let at = 0
  for (const line of diff.split('\n')) {
    const [, start] = /^@@ -(\d+),/.exec(line) ?? []
    if (start !== undefined) {
      lines.push(...old.slice(at, Number(start) - 1))
      at = Number(start) - 1
    } else if (line.startsWith('+')) lines.push(line.slice(1))
    else {
      expect(line.slice(1)).toBe(old[at])
      if (line.startsWith(' ')) lines.push(line.slice(1))
      at += 1
    }
  }
  return [...lines, ...old.slice(at)].join('\n')
}

describe('edit_file', () => {
  it('shows the change and makes exactly that', async () => {
    const given = { path: 'notes.md', find: 'second', replace_with: 'zweite' }
    const plan = await planOf('edit', given)
    expect(plan.exact).toBe(
      `${inWorkspace('notes.md')}\n@@ -1,4 +1,4 @@\n first\n-second\n+zweite\n third\n `,
    )
    await call('edit', given)
    expect(readFileSync(inWorkspace('notes.md'), 'utf8')).toBe('first\nzweite\nthird\n')
  })

  it('asks for more when the part is there twice or not at all', async () => {
    writeFileSync(inWorkspace('twice.txt'), 'a\nb\na\n')
    const at = { workspace: house.workspace }
    expect(await outcomeOf(house.tools.edit, { path: 'twice.txt', find: 'a', replace_with: 'c' }, at)).toBe(
      'BAD_REQUEST',
    )
    expect(await outcomeOf(house.tools.edit, { path: 'twice.txt', find: 'z', replace_with: 'c' }, at)).toBe(
      'BAD_REQUEST',
    )
    await call('edit', { path: 'twice.txt', find: 'a', replace_with: 'c', all: true })
    expect(readFileSync(inWorkspace('twice.txt'), 'utf8')).toBe('c\nb\nc\n')
  })

  it('keeps Windows line breaks, the mark, and `$&` as they are', async () => {
    writeFileSync(inWorkspace('windows.txt'), '\ufeffone\r\ntwo\r\nthree\r\n')
    await call('edit', { path: 'windows.txt', find: 'one\ntwo', replace_with: '$&\nzwei' })
    expect(readFileSync(inWorkspace('windows.txt'), 'utf8')).toBe('\ufeff$&\r\nzwei\r\nthree\r\n')
  })

  it('shows every place of many, where each is', () => {
    const text = Array.from({ length: 40 }, (_, index) => (index % 20 === 0 ? 'mark' : `line ${index}`)).join(
      '\n',
    )
    const { diff, replaced } = editText(text, { find: 'mark', replaceWith: 'one\ntwo', all: true })
    expect(replaced).toBe(2)
    expect(diff.match(/^@@.*@@$/gm)).toEqual(['@@ -1,4 +1,5 @@', '@@ -18,7 +19,8 @@'])
    expect(diff.match(/^-mark$/gm)).toHaveLength(2)
  })

  it.each([
    ['7\nline', '7\nnew\nline'],
    ['line 3', ''],
    ['\nline 5', ''],
    ['line 0\n', 'begin\n'],
    ['9', 'nine\nninety'],
  ])('makes of %j exactly what was shown', (find, replaceWith) => {
    const text = Array.from({ length: 60 }, (_, index) => `line ${index}`).join('\n')
    const edited = editText(text, { find, replaceWith, all: true })
    expect(applied(text, edited.diff)).toBe(edited.text)
  })
})

describe('delete_file', () => {
  it('moves it where it can be taken back from', async () => {
    expect(await planOf('delete', { path: 'notes.md' })).toMatchObject({ risk: 'delete', asks: true })
    const { text } = await call('delete', { path: 'notes.md' })
    expect(existsSync(inWorkspace('notes.md'))).toBe(false)
    const [, kept = ''] = /taken back from (\S+)\.$/.exec(text) ?? []
    expect(readFileSync(inWorkspace(kept), 'utf8')).toBe('first\nsecond\nthird\n')
  })

  it('names what is in a folder, follows no link there, and asks anew when that changes', async () => {
    symlinkSync('/', inWorkspace('deep/root'))
    const plan = await planOf('delete', { path: 'deep' })
    expect(plan.exact).toContain('A folder with 3 things in it:\ner/\ner/plan.txt\nroot')
    writeFileSync(inWorkspace('deep/new.txt'), '')
    expect((await planOf('delete', { path: 'deep' })).binding).not.toEqual(plan.binding)
    await call('delete', { path: 'deep' })
    expect(existsSync(inWorkspace('deep'))).toBe(false)
    expect(existsSync('/tmp')).toBe(true)
  })

  it.each(['.', '.harombe-trash/x', '~/other/letter.txt', '..'])('leaves %s alone', async path => {
    mkdirSync(inWorkspace('.harombe-trash'))
    writeFileSync(inWorkspace('.harombe-trash/x'), '')
    expect(await outcomeOf(house.tools.delete, { path }, { workspace: house.workspace })).toBe('FORBIDDEN')
  })
})

describe('list_files and search_files', () => {
  it('list what is there, links as links', async () => {
    const { text } = await call('list', {})
    expect(text).toContain('notes.md (19 bytes)')
    expect(text).toContain('deep/')
    expect(text).toContain('out (a link)')
    expect((await call('list', { recursive: true, glob: '**/*.txt' })).text).toBe(
      '[.]\ndeep/er/plan.txt (7 bytes)',
    )
  })

  it('find lines by words and by expressions', async () => {
    expect((await call('search', { query: 'SECOND' })).text).toContain('notes.md\n  2: second')
    expect((await call('search', { query: 'SECOND', case_sensitive: true })).text).toContain(
      'Nothing was found',
    )
    expect((await call('search', { query: '^t.*d$', regex: true })).text).toContain('  3: third')
    expect((await call('search', { query: 'a', glob: '*.txt' })).text).not.toContain('notes.md')
    expect(
      await outcomeOf(house.tools.search, { query: '(', regex: true }, { workspace: house.workspace }),
    ).toBe('BAD_REQUEST')
  })

  it('pass over what nobody means, what is no text, and what links lead to', async () => {
    house.put('home/harombe/node_modules/x/index.js', 'needle')
    house.put('home/harombe/.git/needle', 'needle')
    house.put('home/harombe/binary.bin', 'needle\0')
    house.put('home/other/needle.txt', 'needle')
    house.put('home/harombe/found.txt', 'a needle here')
    const { text } = await call('search', { query: 'needle' })
    expect(text).toMatch(/^found\.txt\n {2}1: a needle here\n\[\d+ text files were searched\.\]$/)
  })

  it('ask for a folder outside', async () => {
    expect(await planOf('list', { path: '~/other' })).toMatchObject({ asks: true })
    expect(await planOf('search', { path: '~/other', query: 'x' })).toMatchObject({ asks: true })
    expect(await call('list', { path: '~/other' })).toMatchObject({ untrusted: 'file' })
  })

  it.each([
    ['*.ts', 'src/a.ts', true],
    ['*.ts', 'src/a.tsx', false],
    ['*.{ts,tsx}', 'a.tsx', true],
    ['src/**/*.ts', 'src/a.ts', true],
    ['src/**/*.ts', 'src/b/c/a.ts', true],
    ['src/*.ts', 'src/b/a.ts', false],
    ['**', 'any/thing', true],
    ['a?c', 'abc', true],
    ['[a].txt', 'a.txt', false],
    [`${'*a'.repeat(200)}b`, 'a'.repeat(250), false],
  ])('%s on %s is %s', (pattern, path, expected) => {
    expect(createGlob(pattern)(path)).toBe(expected)
  })
})
