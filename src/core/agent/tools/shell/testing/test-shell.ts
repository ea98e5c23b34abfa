import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { systemClock } from '../../../../../shared/clock'
import { runCommand } from '../../../../hardware/run-command'
import { createDenyList } from '../../files/deny-list'
import type { Tool } from '../../types'
import { searchFolders } from '../environment'
import { detectSandbox } from '../sandbox'
import { createShellTool, type ShellToolOptions } from '../shell-tool'

interface TestShellOptions extends Partial<Pick<ShellToolOptions, 'env' | 'timeoutMs' | 'sandbox'>> {
  dataDirectory: string
  /** False: as on a machine without bubblewrap. Default true: what this machine has. */
  isFenced?: boolean
}

/** The shell tool over this very machine. */
export async function createTestShell(options: TestShellOptions): Promise<Tool> {
  const { dataDirectory, isFenced = true, env = process.env } = options
  const { platform } = process
  const configFile = join(dataDirectory, 'harombe.yaml')
  const folders = searchFolders(process.env.PATH, '/nowhere', delimiter)
  const sandbox = await detectSandbox(
    { platform, run: runCommand, folders: isFenced ? folders : [], own: [dataDirectory] },
    new AbortController().signal,
  )
  return createShellTool({
    platform,
    env,
    home: homedir(),
    denyList: createDenyList({
      platform,
      home: homedir(),
      env: process.env,
      own: { dataDirectory, configFile, databases: [], appDirectory: null },
    }),
    sandbox: options.sandbox ?? (async () => sandbox),
    timeoutMs: options.timeoutMs ?? (() => 20_000),
    after: systemClock.after,
    createId: randomUUID,
    unavailable: () => null,
  })
}
