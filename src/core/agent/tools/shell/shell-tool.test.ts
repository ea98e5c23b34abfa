import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCommand } from '../../../hardware/run-command'
import { approve, approveForADay, createToolLab } from '../../testing/tool-lab'
import { searchFolders } from './environment'
import { detectSandbox } from './sandbox'
import { quoteWords } from './shell-tool'
import { createTestShell } from './testing/test-shell'

let root = ''
let workspace = ''

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'harombe-shell-')))
  workspace = join(root, 'workspace')
  await mkdir(workspace)
})
afterEach(() => rm(root, { recursive: true, force: true }))

type ShellOptions = Omit<Parameters<typeof createTestShell>[0], 'dataDirectory'>

/** Somebody says yes to everything. */
async function openShell(options: ShellOptions = {}) {
  const shell = await createTestShell({ dataDirectory: join(root, 'data'), ...options })
  const lab = createToolLab([shell], { workspace })
  const asked = await lab.attend(approve)
  return {
    ...lab,
    asked,
    run: (argumentsOf: Record<string, unknown>, signal?: AbortSignal) =>
      lab.call('shell', argumentsOf, {}, signal),
  }
}

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
    expect(record.result).toContain(workspace)
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
    await writeFile(join(workspace, 'ls'), '#!/bin/sh\necho mine\n')
    await chmod(join(workspace, 'ls'), 0o755)
    const { run } = await openShell({
      env: { ...process.env, PATH: `${workspace}${delimiter}.${delimiter}${process.env.PATH}` },
    })
    const { record } = await run({ argv: ['ls'] })
    expect(record.result).not.toContain('mine')
    const shell = await run({ command: 'ls; echo "$PATH"' })
    expect(shell.record.result).not.toContain('mine')
    expect(shell.record.result).not.toContain(workspace)
  })

  it('runs nowhere but in the workspace, also not behind a link', async () => {
    await symlink(root, join(workspace, 'out'))
    const { run, asked } = await openShell()
    for (const cwd of ['..', '/', 'out', 'out/workspace/..']) {
      expect((await run({ argv: ['pwd'], cwd })).record.state).toBe('refused')
    }
    expect((await run({ argv: ['pwd'], cwd: 'nowhere' })).record.state).toBe('failed')
    expect(asked).toEqual([])
  })

  it('does not let git start a program because the settings of a folder say so', async () => {
    const { run } = await openShell()
    const canary = join(workspace, 'canary')
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
    await writeFile(join(workspace, 'tool'), '#!/bin/sh\n')
    await chmod(join(workspace, 'tool'), 0o755)
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
      await mkdir(join(workspace, name))
      const program = join(workspace, name, 'tool')
      await writeFile(program, '#!/bin/sh\necho ran\n')
      await chmod(program, 0o755)
      const env = { ...process.env, PATH: `${join(workspace, name)}${delimiter}${process.env.PATH}` }
      const { run, asked } = await openShell({ env })
      const named = await run({ argv: ['tool'] })
      expect(named.record.result).toContain('no such program')
      await run({ argv: [`./${name}/tool`] })
      expect(asked.map(({ canRemember }) => canRemember)).toEqual([false])
      expect(asked[0]?.reasons.join(' ')).toContain('in the workspace, where the model can write')
      expect((await run({ argv: ['pwd'], cwd: name })).record.result).toContain(join(workspace, name))
    },
  )

  it('asks again for a program that was replaced by one of the same size and date', async () => {
    const folder = join(root, 'bin')
    await mkdir(folder)
    const program = join(folder, 'tool')
    const write = async (word: string) => {
      await writeFile(program, `#!/bin/sh\necho ${word}\n`)
      await chmod(program, 0o755)
      await utimes(program, 1_000_000_000, 1_000_000_000)
    }
    await write('one')
    const shell = await createTestShell({
      dataDirectory: join(root, 'data'),
      env: { ...process.env, PATH: folder },
    })
    const lab = createToolLab([shell], { workspace })
    await lab.attend(approveForADay)
    await lab.call('shell', { argv: ['tool'] })
    lab.leave()
    expect((await lab.call('shell', { argv: ['tool'] })).record.decision).toBe('remembered')
    await write('two')
    expect((await lab.call('shell', { argv: ['tool'] })).record.decision).toBe('nobody')
  })

  it('asks again when a program of the workspace was changed after the approval', async () => {
    const program = join(workspace, 'tool')
    await writeFile(program, '#!/bin/sh\necho first\n')
    await chmod(program, 0o755)
    const shell = await createTestShell({ dataDirectory: join(root, 'data') })
    const lab = createToolLab([shell], { workspace })
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
    await writeFile(join(workspace, 'notes.txt'), 'notes')
    await symlink('/etc/hostname', join(workspace, 'link'))
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

describe('the fence', () => {
  const detect = (folders: readonly string[]) =>
    detectSandbox(
      { platform: process.platform, run: runCommand, folders, own: [] },
      new AbortController().signal,
    )

  it('says in plain words when there is none', async () => {
    const sandbox = await detect([])
    expect(sandbox.view.kind).toBe('none')
    expect(sandbox.view.text).toContain('not fenced in')
    const { run, asked } = await openShell({ isFenced: false })
    await run({ argv: ['ls'] })
    expect(asked[0]?.reasons).toContain('It is not fenced in: it can do all that you can.')
  })

  it('counts what works, not what is installed', async () => {
    const folder = join(root, 'bin')
    await mkdir(folder)
    await writeFile(
      join(folder, 'bwrap'),
      '#!/bin/sh\necho "No permissions to create new namespace" >&2\nexit 1\n',
    )
    await chmod(join(folder, 'bwrap'), 0o755)
    const { view, cutsNetwork } = await detect([folder])
    expect(view.kind).toBe('none')
    expect(view.text).toMatch(process.platform === 'linux' ? /does not work here/ : /knows no fence/)
    expect(cutsNetwork).toBe(false)
  })

  it('keeps commands to the workspace, off the network and away from secrets', async context => {
    const { view } = await detect(searchFolders(process.env.PATH, workspace, delimiter))
    if (view.kind === 'none') {
      console.warn(`skipped: ${view.text}`)
      return context.skip(view.text)
    }
    const data = join(root, 'data')
    await mkdir(data)
    await writeFile(join(data, 'harombe.yaml'), 'secret: canary\n')
    await writeFile(join(root, 'beside.txt'), 'beside')
    let visits = 0
    const server = createServer((_request, response) => {
      visits += 1
      response.end('visited')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { run, asked } = await openShell()

    expect((await run({ command: 'echo mine > kept.txt' })).record.state).toBe('done')
    expect(await readFile(join(workspace, 'kept.txt'), 'utf8')).toBe('mine\n')
    const outside = await run({
      command: `echo x > ${root}/beside.txt; echo x > ${homedir()}/harombe-canary; true`,
    })
    expect(outside.record.result).toMatch(/Read-only|No such file/)
    expect(readFileSync(join(root, 'beside.txt'), 'utf8')).toBe('beside')
    expect(existsSync(join(homedir(), 'harombe-canary'))).toBe(false)

    // The name is put together by the shell, so that the list of denied places cannot see it.
    const spy = await run({ command: `d=dat; cat "${root}/$d"a/"harombe".y?ml; ls "${root}/$d"a | wc -l` })
    expect(spy.record.result).not.toContain('canary')

    const fetchIt = `node -e "fetch('http://127.0.0.1:'+${port}).then(r=>r.text()).then(console.log,()=>console.log('cut'))"`
    expect((await run({ command: fetchIt })).record.result).toContain('cut')
    expect(visits).toBe(0)
    expect((await run({ command: fetchIt, network: true })).record.result).toContain('visited')
    expect(asked.at(-1)?.reasons).toContain('It may reach other machines, and what listens on this one.')
    server.close()

    const others = await run({ command: 'ps -e | wc -l' })
    expect(Number.parseInt(others.record.result ?? '', 10)).toBeLessThan(10)
  })

  it('keeps what starts by itself as it is, even where the workspace holds it', async context => {
    const { view } = await detect(searchFolders(process.env.PATH, workspace, delimiter))
    if (view.kind === 'none') return context.skip(view.text)
    vi.stubEnv('HOME', workspace)
    try {
      await writeFile(join(workspace, '.gitconfig'), '')
      await writeFile(join(workspace, '.bashrc'), '')
      const { run } = await openShell()
      const { record } = await run({
        command:
          'a=.gitcon; b=.bash; echo "$HOME"; for f in "$a"fig "$b"rc; do echo x >> $f; done; echo x > mine',
      })
      expect(record.result).toContain(workspace)
      const kept = ['.gitconfig', '.bashrc', 'mine'].map(name => readFileSync(join(workspace, name), 'utf8'))
      expect(kept).toEqual(['', '', 'x\n'])
    } finally {
      vi.unstubAllEnvs()
    }
  })

  it('limits the time of the processor, where the system can', async context => {
    if (process.platform !== 'linux') return context.skip('prlimit is a thing of Linux')
    const { run } = await openShell({ isFenced: true })
    const { record } = await run({ command: 'ulimit -t; ulimit -c' })
    expect(record.result).toMatch(/^120\n0\n/)
  })

  it('limits how many processes there can be, where the system can', async context => {
    if (process.platform !== 'linux') return context.skip('prlimit is a thing of Linux')
    const { run } = await openShell({ isFenced: true })
    const { record } = await run({ argv: ['bash', '-c', 'ulimit -u'] })
    const threads = Number(/\/(\d+)/.exec(readFileSync('/proc/loadavg', 'utf8'))?.[1])
    const most = Number.parseInt(record.result ?? '', 10)
    expect(most).toBeGreaterThan(1000)
    expect(most).toBeLessThan(threads + 2000)
  })

  it('remembers nothing from one fence to another', async () => {
    const open = await createTestShell({ dataDirectory: join(root, 'data'), isFenced: false })
    const fenced = await createTestShell({
      dataDirectory: join(root, 'data'),
      sandbox: async () => ({
        view: { kind: 'bubblewrap', text: '' },
        cutsNetwork: true,
        ownsProcesses: true,
        wrap: async command => command,
      }),
    })
    const tools = [fenced]
    const lab = createToolLab(tools, { workspace })
    await lab.attend(approveForADay)
    await lab.call('shell', { argv: ['ls'] })
    lab.leave()
    expect((await lab.call('shell', { argv: ['ls'] })).record.decision).toBe('remembered')
    tools[0] = open
    expect((await lab.call('shell', { argv: ['ls'] })).record.decision).toBe('nobody')
  })
})
