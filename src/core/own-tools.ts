import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { HardwareReport } from '../shared/entities'
import type { Recall } from './agent/context/types'
import type { SearchMemoryDependencies } from './agent/tools/basics/search-memory'
import { createBuiltInTools } from './agent/tools/built-in-tools'
import type { DenyListOptions } from './agent/tools/files/deny-list'
import type { Tool } from './agent/tools/types'
import { expandHome } from './config/data-directory'
import type { ClusterExecutor, ClusterInspector } from './coordination/types'
import type { CompositionOptions } from './coordinator-options'

export interface OwnToolParts {
  manager: Pick<ClusterExecutor, 'complete'> & Pick<ClusterInspector, 'view'>
  hardware(): Promise<HardwareReport>
  /** Null: nothing is kept that could be searched. */
  recall: Pick<Recall, 'search'> | null
  embed: SearchMemoryDependencies['embed']
  /** @throws HarombeError when there is no such secret */
  resolveSecret(value: string): string
}

/** Two folders above the built page is the program, in a checkout and in a package; null for a page from elsewhere. */
function appDirectoryOf(staticRoot: string | null): string | null {
  if (staticRoot === null || basename(dirname(staticRoot)) !== 'out') return null
  return dirname(dirname(staticRoot))
}

/** What no tool of this coordinator may touch. */
export function denyListOf({
  configFile,
  configPath,
  dataDirectory,
  staticRoot,
}: CompositionOptions): DenyListOptions {
  const { storage_path: storagePath } = configFile.current().memory
  return {
    platform: process.platform,
    home: homedir(),
    env: process.env,
    own: {
      dataDirectory,
      configFile: configPath,
      databases: [resolve(expandHome(storagePath ?? join(dataDirectory, 'memory.db')))],
      appDirectory: appDirectoryOf(staticRoot),
    },
  }
}

/** The built-in tools but the shell. */
export function createOwnTools(options: CompositionOptions, parts: OwnToolParts): Tool[] {
  const { configFile, endpoint, host } = options
  return createBuiltInTools({
    ...denyListOf(options),
    config: () => configFile.current(),
    cluster: parts.manager,
    inspector: parts.manager,
    hardware: parts.hardware,
    recall: parts.recall,
    embed: parts.embed,
    resolveSecret: parts.resolveSecret,
    ownPorts() {
      const address = endpoint()
      return address === null ? [] : [Number(new URL(address).port)]
    },
    threadEntry: host.toolThread,
    now: Date.now,
  })
}
