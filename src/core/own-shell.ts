import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Config } from '../shared/config/schema'
import type { DenyList, OwnPlaces } from './agent/tools/files/deny-list'
import { searchFolders } from './agent/tools/shell/environment'
import { detectSandbox, type Sandbox } from './agent/tools/shell/sandbox'
import { createShellTool } from './agent/tools/shell/shell-tool'
import type { Tool } from './agent/tools/types'
import { runCommand } from './hardware/run-command'

export interface OwnShell {
  tool: Tool
  /** Looked for when it is first needed. */
  sandbox(): Promise<Sandbox>
}

export interface OwnShellOptions {
  settings(): Pick<Config['tools'], 'shell' | 'command_timeout'>
  denyList: DenyList
  /** harombe's own places, which no command may see; absolute. */
  ownPlaces: readonly string[]
  workspace(): string
}

/** Commands on this machine. */
export function createOwnShell({ settings, denyList, ownPlaces, workspace }: OwnShellOptions): OwnShell {
  const { env, platform } = process
  let found: Promise<Sandbox> | null = null
  const sandbox = () => {
    const folders = searchFolders(env.PATH ?? env.Path, workspace(), delimiter)
    found ??= detectSandbox(
      { platform, run: runCommand, folders, own: ownPlaces },
      // A trial that takes longer than its own limit counts as failed: nothing to stop early.
      new AbortController().signal,
    )
    return found
  }
  const tool = createShellTool({
    platform,
    env,
    home: homedir(),
    denyList,
    sandbox,
    timeoutMs: () => settings().command_timeout * 1000,
    after: systemClock.after,
    createId: randomUUID,
    unavailable: () => (settings().shell ? null : 'Commands are switched off in harombe.yaml (tools.shell).'),
  })
  return { tool, sandbox }
}

/** Everything harombe keeps, as far as it is known by name. */
export const placesOf = ({ dataDirectory, configFile, databases }: OwnPlaces): string[] => [
  dataDirectory,
  configFile,
  join(dirname(configFile), 'backups'),
  ...databases.flatMap(path => [path, `${path}-wal`, `${path}-shm`]),
]
