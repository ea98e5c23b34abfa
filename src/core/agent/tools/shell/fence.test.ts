import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { runCommand } from '../../../hardware/run-command'
import { approveForADay, createToolLab } from '../../testing/tool-lab'
import { searchFolders } from './environment'
import { detectSandbox } from './sandbox'
import { createShellFolders } from './testing/approved-shell'
import { createTestShell } from './testing/test-shell'

const { folders, openShell } = createShellFolders()

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
    const folder = join(folders.root, 'bin')
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
    const { view } = await detect(searchFolders(process.env.PATH, folders.workspace, delimiter))
    if (view.kind === 'none') {
      console.warn(`skipped: ${view.text}`)
      return context.skip(view.text)
    }
    const data = join(folders.root, 'data')
    await mkdir(data)
    await writeFile(join(data, 'harombe.yaml'), 'secret: canary\n')
    await writeFile(join(folders.root, 'beside.txt'), 'beside')
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
    expect(await readFile(join(folders.workspace, 'kept.txt'), 'utf8')).toBe('mine\n')
    const outside = await run({
      command: `echo x > ${folders.root}/beside.txt; echo x > ${homedir()}/harombe-canary; true`,
    })
    expect(outside.record.result).toMatch(/Read-only|No such file|nonexistent/)
    expect(readFileSync(join(folders.root, 'beside.txt'), 'utf8')).toBe('beside')
    expect(existsSync(join(homedir(), 'harombe-canary'))).toBe(false)

    // The name is put together by the shell, so that the list of denied places cannot see it.
    const spy = await run({
      command: `d=dat; cat "${folders.root}/$d"a/"harombe".y?ml; ls "${folders.root}/$d"a | wc -l`,
    })
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
    const { view } = await detect(searchFolders(process.env.PATH, folders.workspace, delimiter))
    if (view.kind === 'none') return context.skip(view.text)
    vi.stubEnv('HOME', folders.workspace)
    try {
      await writeFile(join(folders.workspace, '.gitconfig'), '')
      await writeFile(join(folders.workspace, '.bashrc'), '')
      const { run } = await openShell()
      const { record } = await run({
        command:
          'a=.gitcon; b=.bash; echo "$HOME"; for f in "$a"fig "$b"rc; do echo x >> $f; done; echo x > mine',
      })
      expect(record.result).toContain(folders.workspace)
      const kept = ['.gitconfig', '.bashrc', 'mine'].map(name =>
        readFileSync(join(folders.workspace, name), 'utf8'),
      )
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
    const open = await createTestShell({ dataDirectory: join(folders.root, 'data'), isFenced: false })
    const fenced = await createTestShell({
      dataDirectory: join(folders.root, 'data'),
      sandbox: async () => ({
        view: { kind: 'bubblewrap', text: '' },
        cutsNetwork: true,
        ownsProcesses: true,
        wrap: async command => command,
      }),
    })
    const tools = [fenced]
    const lab = createToolLab(tools, { workspace: folders.workspace })
    await lab.attend(approveForADay)
    await lab.call('shell', { argv: ['ls'] })
    lab.leave()
    expect((await lab.call('shell', { argv: ['ls'] })).record.decision).toBe('remembered')
    tools[0] = open
    expect((await lab.call('shell', { argv: ['ls'] })).record.decision).toBe('nobody')
  })
})
