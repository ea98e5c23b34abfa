import { existsSync } from 'node:fs'
import { chmod, mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../../../hardware/run-command'
import { approve, approveForADay, createToolLab } from '../../testing/tool-lab'
import { quoteWords } from './shell-tool'
import { createShellFolders } from './testing/approved-shell'
import { createTestShell } from './testing/test-shell'

const { folders, openShell } = createShellFolders()

/** Whether a process that was started with this word among its arguments is still there. */
async function isAlive(word: string): Promise<boolean> {
  const { status } = await runCommand('pgrep', ['-f', `^${word}`], { signal: new AbortController().signal })
  return status === 'ok'
}

describe('a command', () => {
  it('runs in the workspace and tells output and exit code', async () => {
    const { run } = await openShell()
    const { record, output } = await run({ command: 'pwd; echo wrong >&2; exit 3' })
    expect(record).toMatchObject({ state: 'failed', exitCode: 3, decision: 'approved' })
    expect(record.result).toContain(folders.workspace)
    expect(record.result).toContain('wrong')
    expect(output).toContain('wrong')
  })

  it('takes arguments as they are, whatever a shell would make of them', async () => {
    const { run } = await openShell()
    const { record } = await run({ argv: ['printf', '%s|', '$HOME', '`id`', '*', 'a b', '', '; ls'] })
    expect(record.result).toMatch(/^\$HOME\|`id`\|\*\|a b\|\|; ls\|/)
  })

  it('gets no variable of harombe that is not on the list', async () => {
    const secrets = {
      HAROMBE_PASSPHRASE: 'canary',
      OPENAI_API_KEY: 'canary',
      LD_PRELOAD: '',
      NODE_OPTIONS: '--inspect',
    }
    const { run } = await openShell({
      env: { ...process.env, ...secrets, BASH_ENV: '/x', GIT_SSH_COMMAND: 'canary' },
    })
    const { record } = await run({ argv: ['env'] })
    expect(record.state).toBe('done')
    expect(record.result).toContain('PATH=')
    expect(record.result).not.toMatch(/canary|LD_PRELOAD|NODE_OPTIONS|BASH_ENV/)
  })

  it('has no input and no terminal to wait at', async () => {
    const { run } = await openShell()
    const { record } = await run({ command: 'cat; test -t 1 || echo no terminal' })
    expect(record.result).toContain('no terminal')
  })

  it('runs no program that the model put into the path', async () => {
    await writeFile(join(folders.workspace, 'ls'), '#!/bin/sh\necho mine\n')
    await chmod(join(folders.workspace, 'ls'), 0o755)
    const { run } = await openShell({
      env: { ...process.env, PATH: `${folders.workspace}${delimiter}.${delimiter}${process.env.PATH}` },
    })
    const { record } = await run({ argv: ['ls'] })
    expect(record.result).not.toContain('mine')
    const shell = await run({ command: 'ls; echo "$PATH"' })
    expect(shell.record.result).not.toContain('mine')
    expect(shell.record.result).not.toContain(folders.workspace)
  })

  it('runs nowhere but in the workspace, also not behind a link', async () => {
    await symlink(folders.root, join(folders.workspace, 'out'))
    const { run, asked } = await openShell()
    for (const cwd of ['..', '/', 'out', 'out/workspace/..']) {
      expect((await run({ argv: ['pwd'], cwd })).record.state).toBe('refused')
    }
    expect((await run({ argv: ['pwd'], cwd: 'nowhere' })).record.state).toBe('failed')
    expect(asked).toEqual([])
  })

  it('does not let git start a program because the settings of a folder say so', async () => {
    const { run } = await openShell()
    const canary = join(folders.workspace, 'canary')
    await run({ command: `git init -q . && git config core.fsmonitor "touch ${canary}; false"` })
    await run({ argv: ['git', 'status'] })
    expect(existsSync(canary)).toBe(false)
  })
})

describe('what is shown', () => {
  it('tells words apart that a shell would read alike', () => {
    expect(quoteWords(['echo', 'a b'])).not.toBe(quoteWords(['echo', 'a', 'b']))
    expect(quoteWords(['echo', "it's"])).toBe(`echo 'it'\\''s'`)
    expect(quoteWords([''])).toBe("''")
    expect(quoteWords(["'", "'"])).not.toBe(quoteWords(["' '"]))
  })

  it('names letters that may pass for others, and what a line may hide', async () => {
    const { run, asked } = await openShell()
    await run({ argv: ['echo', 'раypal'] })
    await run({ command: 'echo \u202ehidden' })
    expect(asked[0]?.reasons.join(' ')).toContain('р (U+0440)')
    expect(asked[1]?.exact.text).toBe('echo ⟨U+202E⟩hidden')
    expect(asked[1]?.reasons.join(' ')).toContain('A shell reads this line')
  })

  it('offers to remember neither lines, nor interpreters, nor programs of the workspace', async () => {
    await writeFile(join(folders.workspace, 'tool'), '#!/bin/sh\n')
    await chmod(join(folders.workspace, 'tool'), 0o755)
    const { run, asked } = await openShell()
    const never = [
      { command: 'ls' },
      { argv: ['sh', '-c', 'ls'] },
      { argv: ['node', 'x.js'] },
      { argv: ['./tool'] },
    ]
    for (const argumentsOf of never) await run(argumentsOf)
    expect(asked.map(({ canRemember }) => canRemember)).toEqual(never.map(() => false))
    await run({ argv: ['ls', '-l'] })
    expect(asked.at(-1)?.canRemember).toBe(true)
  })

  it.each(['..bin', '...'])(
    'takes a folder of the workspace for one of it, even when it is called %s',
    async name => {
      await mkdir(join(folders.workspace, name))
      const program = join(folders.workspace, name, 'tool')
      await writeFile(program, '#!/bin/sh\necho ran\n')
      await chmod(program, 0o755)
      const env = { ...process.env, PATH: `${join(folders.workspace, name)}${delimiter}${process.env.PATH}` }
      const { run, asked } = await openShell({ env })
      const named = await run({ argv: ['tool'] })
      expect(named.record.result).toContain('no such program')
      await run({ argv: [`./${name}/tool`] })
      expect(asked.map(({ canRemember }) => canRemember)).toEqual([false])
      expect(asked[0]?.reasons.join(' ')).toContain('in the workspace, where the model can write')
      expect((await run({ argv: ['pwd'], cwd: name })).record.result).toContain(join(folders.workspace, name))
    },
  )

  it('asks again for a program that was replaced by one of the same size and date', async () => {
    const folder = join(folders.root, 'bin')
    await mkdir(folder)
    const program = join(folder, 'tool')
    const write = async (word: string) => {
      await writeFile(program, `#!/bin/sh\necho ${word}\n`)
      await chmod(program, 0o755)
      await utimes(program, 1_000_000_000, 1_000_000_000)
    }
    await write('one')
    const shell = await createTestShell({
      dataDirectory: join(folders.root, 'data'),
      env: { ...process.env, PATH: folder },
    })
    const lab = createToolLab([shell], { workspace: folders.workspace })
    await lab.attend(approveForADay)
    await lab.call('shell', { argv: ['tool'] })
    lab.leave()
    expect((await lab.call('shell', { argv: ['tool'] })).record.decision).toBe('remembered')
    await write('two')
    expect((await lab.call('shell', { argv: ['tool'] })).record.decision).toBe('nobody')
  })

  it('asks again when a program of the workspace was changed after the approval', async () => {
    const program = join(folders.workspace, 'tool')
    await writeFile(program, '#!/bin/sh\necho first\n')
    await chmod(program, 0o755)
    const shell = await createTestShell({ dataDirectory: join(folders.root, 'data') })
    const lab = createToolLab([shell], { workspace: folders.workspace })
    const asked = await lab.attend((request, desk) => {
      if (asked.length === 1)
        void writeFile(program, '#!/bin/sh\necho second\n').then(() => approve(request, desk))
      else lab.leave()
    })
    const stop = new AbortController()
    const done = lab.call('shell', { argv: ['./tool'] }, {}, stop.signal)
    await expect.poll(() => asked.length).toBe(2)
    stop.abort()
    expect((await done).record.state).toBe('cancelled')
    expect(asked[0]?.digest).not.toBe(asked[1]?.digest)
  })
})

describe('what it prints counts as', () => {
  const taintOf = async (argumentsOf: Record<string, unknown>, isFenced: boolean) => {
    const { run, leave } = await openShell({ isFenced })
    const { record } = await run(argumentsOf)
    leave()
    return record.untrusted
  }

  it('trusted only where it cannot have come from elsewhere', async () => {
    await writeFile(join(folders.workspace, 'notes.txt'), 'notes')
    await symlink('/etc/hostname', join(folders.workspace, 'link'))
    for (const isFenced of [true, false]) {
      expect(await taintOf({ argv: ['cat', 'notes.txt'] }, isFenced)).toBeUndefined()
      expect(await taintOf({ argv: ['cat', '/etc/hostname'] }, isFenced)).toBeDefined()
      expect(await taintOf({ argv: ['cat', 'link'] }, isFenced)).toBeDefined()
      expect(await taintOf({ argv: ['cat', '../x'] }, isFenced)).toBeDefined()
      expect(await taintOf({ command: 'cat notes.txt' }, isFenced)).toBeDefined()
      expect(await taintOf({ argv: ['sh', '-c', 'cat notes.txt'] }, isFenced)).toBeDefined()
      expect(await taintOf({ argv: ['ls'], network: true }, isFenced)).toBe('web')
    }
    expect(await taintOf({ argv: ['git', 'ls-remote', 'https://127.0.0.1:1/x'] }, false)).toBe('web')
    expect(await taintOf({ argv: ['git', 'fetch'] }, false)).toBe('web')
  })
})

describe.each([
  ['fenced as this machine can', true],
  ['without a fence', false],
])('ending a command, %s', (_name, isFenced) => {
  it('ends what it left behind: children, grandchildren and those that left the group', async () => {
    const mark = `30${Math.floor(Math.random() * 1e8)}`
    const { run } = await openShell({ isFenced })
    const { record } = await run({
      command: `sleep ${mark} & (sleep ${mark} &) ; setsid sleep ${mark} & (setsid setsid sleep ${mark} >/dev/null 2>&1 &) ; echo started`,
    })
    expect(record.result).toContain('started')
    await expect.poll(() => isAlive(`sleep ${mark}`)).toBe(false)
  })

  it('ends all of it when it takes too long', async () => {
    const mark = `31${Math.floor(Math.random() * 1e8)}`
    const { run } = await openShell({ isFenced, timeoutMs: () => 300 })
    const { record } = await run({
      command: `sh -c 'trap "" TERM HUP INT; setsid sleep ${mark} & sleep ${mark}'`,
    })
    expect(record.state).toBe('failed')
    expect(record.result).toContain('took too long')
    await expect.poll(() => isAlive(`sleep ${mark}`)).toBe(false)
  })

  it('ends all of it when the user stops it', async () => {
    const mark = `32${Math.floor(Math.random() * 1e8)}`
    const { run } = await openShell({ isFenced })
    const stop = new AbortController()
    const done = run({ command: `echo begun; sleep ${mark} & wait` }, stop.signal)
    await expect.poll(() => isAlive(`sleep ${mark}`)).toBe(true)
    stop.abort()
    const { record } = await done
    expect(record.state).toBe('cancelled')
    expect(record.result).toContain('begun')
    await expect.poll(() => isAlive(`sleep ${mark}`)).toBe(false)
  })

  it('keeps the beginning and the end of a flood, and ends one that does not stop', async () => {
    const { run } = await openShell({ isFenced })
    const long = await run({ command: 'echo first; head -c 3000000 /dev/zero | tr "\\0" x; echo; echo last' })
    expect(long.record.result).toMatch(/^first\nx.*characters are left out.*last\n\nExit code 0\.$/s)
    const endless = await run({ argv: ['yes'] })
    expect(endless.record.state).toBe('failed')
    expect(endless.record.result).toContain('far too much')
  }, 30_000)
})
