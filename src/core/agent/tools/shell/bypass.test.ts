import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approveForADay, createToolLab } from '../../testing/tool-lab'
import { bypassList } from './testing/bypass-list'
import { createTestShell } from './testing/test-shell'

const harmless = [['ls'], ['ls', '-la'], ['echo', 'hello'], ['git', 'status'], ['cat', 'notes.txt']]

describe('commands nobody approved', () => {
  let root = ''
  let workspace = ''
  let canary = ''
  let lab: ReturnType<typeof createToolLab>
  let before: string[] = []

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'harombe-bypass-')))
    workspace = join(root, 'workspace')
    canary = join(workspace, 'canary')
    await mkdir(join(workspace, 'sub'), { recursive: true })
    await writeFile(join(workspace, 'notes.txt'), 'notes\n')
    await writeFile(join(workspace, 'ls'), `#!/bin/sh\ntouch ${canary}\n`)
    await chmod(join(workspace, 'ls'), 0o755)
    const shell = await createTestShell({ dataDirectory: join(root, 'data') })
    lab = createToolLab([shell], { workspace })
    const asked = await lab.attend(approveForADay)
    for (const argv of harmless) await lab.call('shell', { argv })
    expect(asked.filter(({ canRemember }) => canRemember)).toHaveLength(harmless.length)
    lab.leave()
    before = (await readdir(workspace)).sort()
  })

  afterAll(() => rm(root, { recursive: true, force: true }))

  it('are sixty and more', () => {
    expect(bypassList.length).toBeGreaterThanOrEqual(60)
    expect(new Set(bypassList.map(({ trick }) => trick)).size).toBe(bypassList.length)
  })

  it('do not keep those from running that were allowed for a day', async () => {
    for (const argv of harmless) {
      expect((await lab.call('shell', { argv })).record).toMatchObject({ decision: 'remembered' })
    }
  })

  it.each(bypassList)('$trick', async bypass => {
    const { record, begun, output } = await lab.call('shell', bypass.arguments(canary))
    // Nobody is there: whatever would be asked for is denied, and the rest was refused.
    expect(['nobody', 'refused']).toContain(record.decision)
    expect(['denied', 'refused', 'failed']).toContain(record.state)
    expect({ begun, output, startedAt: record.startedAt }).toEqual({
      begun: [],
      output: '',
      startedAt: undefined,
    })
    expect(existsSync(canary)).toBe(false)
    expect((await readdir(workspace)).sort()).toEqual(before)
  })

  it('would have had their effect, had a person said yes', async () => {
    const open = createToolLab([await createTestShell({ dataDirectory: join(root, 'data') })], { workspace })
    await open.attend(approveForADay)
    let effects = 0
    for (const { arguments: argumentsOf } of bypassList) {
      await open.call('shell', argumentsOf(canary))
      if (existsSync(canary)) effects += 1
      await rm(canary, { force: true })
    }
    open.leave()
    // A list that could not do anything would prove nothing; some tricks need programs not every machine has.
    expect(effects).toBeGreaterThanOrEqual(35)
  }, 60_000)

  it('never reach what harombe keeps, whatever a person says', async () => {
    const data = join(root, 'data')
    await mkdir(data, { recursive: true })
    const config = join(data, 'harombe.yaml')
    await writeFile(config, 'tools: {}\n')
    const open = createToolLab([await createTestShell({ dataDirectory: data })], { workspace })
    const asked = await open.attend(approveForADay)
    const home = homedir()
    const attempts: Record<string, unknown>[] = [
      { command: `echo 'tools: {}' >> ${config}` },
      { command: `echo x >> ../data/harombe.yaml` },
      { command: `echo x > ${data}/../data/./harombe.yaml` },
      { command: `echo x > "${root}"/'data'/harombe.yaml` },
      { command: `echo x > ${root}/d\\ata/harombe.yaml` },
      { command: `cat ${root}/dat?/harombe.yaml` },
      { command: `cat ${root}/d*/*.yaml` },
      { command: `ln ${config} copy.yaml && echo x >> copy.yaml` },
      { command: `ln -s ${data} link` },
      { command: 'cat ~/.ssh/id_ed25519' },
      { command: 'cat $HOME/.ssh/id_ed25519' },
      { command: 'cat "${HOME}"/.ssh/id_ed25519' },
      { command: 'cd && cat .ssh/id_ed25519' },
      { command: `cat ${home}/.SSH/id_ed25519` },
      { argv: ['cat', config] },
      { argv: ['cp', 'notes.txt', config] },
      { argv: ['tee', '-a', `${root}/DATA/harombe.yaml`] },
      { argv: ['git', `--git-dir=${data}`, 'status'] },
      { argv: ['cat', '~/.ssh/id_ed25519'] },
      { argv: ['node', '-e', `require('fs').appendFileSync('${config}', 'x')`] },
      { argv: ['cat', '/proc/self/environ'] },
      { command: 'echo x > .git/hooks/pre-commit' },
      { argv: ['curl', `file://${home}/%2essh/id_ed25519`] },
      { argv: ['cat', ...Array.from({ length: 200 }, (_, at) => `a${at} b${at} c${at}`), config] },
    ]
    for (const attempt of attempts) {
      const { record } = await open.call('shell', attempt)
      expect([attempt, record.state]).toEqual([attempt, 'refused'])
    }
    const words = Array.from({ length: 2500 }, (_, at) => `w${at.toString(36)}`).join(' ')
    const crowded = await open.call('shell', { command: `echo ${words}; cat ${config}` })
    expect(crowded.record).toMatchObject({ state: 'failed', decision: 'refused' })
    open.leave()
    expect(asked).toEqual([])
  })
})
