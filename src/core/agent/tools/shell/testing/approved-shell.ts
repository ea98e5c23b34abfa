import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { approve, createToolLab } from '../../../testing/tool-lab'
import { createTestShell } from './test-shell'

type ShellOptions = Omit<Parameters<typeof createTestShell>[0], 'dataDirectory'>

/** Folders of its own for each test of a file, and shells in them where somebody says yes to everything. */
export function createShellFolders() {
  const folders = { root: '', workspace: '' }
  beforeEach(async () => {
    folders.root = await realpath(await mkdtemp(join(tmpdir(), 'harombe-shell-')))
    folders.workspace = join(folders.root, 'workspace')
    await mkdir(folders.workspace)
  })
  afterEach(() => rm(folders.root, { recursive: true, force: true }))

  async function openShell(options: ShellOptions = {}) {
    const { root, workspace } = folders
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
  return { folders, openShell }
}
