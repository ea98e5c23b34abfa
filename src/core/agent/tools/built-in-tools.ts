import { freemem } from 'node:os'
import type { Config } from '../../../shared/config/schema'
import type { HardwareReport } from '../../../shared/entities'
import type { ClusterExecutor, ClusterInspector } from '../../coordination/types'
import type { Recall } from '../context/types'
import { createAskNode } from './basics/ask-node'
import { createCalculator } from './basics/calculator'
import { createDateTime } from './basics/date-time'
import { createSearchMemory, type SearchMemoryDependencies } from './basics/search-memory'
import { createSystemInfo } from './basics/system-info'
import { createDeleteFile } from './files/delete-file'
import { createDenyList, type OwnPlaces } from './files/deny-list'
import { createEditFile } from './files/edit-file'
import { createListFiles } from './files/list-files'
import { createPathJail } from './files/path-jail'
import { createReadFile } from './files/read-file'
import { createSearchFiles } from './files/search-files'
import { createWriteFile } from './files/write-file'
import { createToolThread } from './thread/tool-thread-runner'
import type { Tool } from './types'
import { createEgressGuard } from './web/egress-guard'
import { chooseProvider } from './web/search/choose-provider'
import { createWebFetch } from './web/web-fetch'
import { createWebSearch } from './web/web-search'

export interface BuiltInToolDependencies {
  /** In force now: tools come and go with it. */
  config(): Pick<Config, 'tools' | 'memory'>
  /** What no tool may touch beside the general list. */
  own: OwnPlaces
  cluster: Pick<ClusterExecutor, 'complete'>
  inspector: Pick<ClusterInspector, 'view'>
  hardware(): Promise<HardwareReport>
  /** Null: nothing is kept that could be searched. */
  recall: Pick<Recall, 'search'> | null
  embed: SearchMemoryDependencies['embed']
  /** @throws HarombeError when there is no such secret */
  resolveSecret(value: string): string
  /** Ports harombe listens on. */
  ownPorts(): readonly number[]
  /** The built tool-thread; undefined in tests. */
  threadEntry: string | undefined
  /** Milliseconds since the epoch. */
  now(): number
  /** Of the user who runs harombe. */
  home: string
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
}

/** Variables the deny list goes by; a thread is told no others. */
const pathVariables =
  /^(XDG_CONFIG_HOME|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(\(X86\))?|SYSTEMROOT|SYSTEMDRIVE)$/i

/** Everything models are offered but the shell and the tools of MCP servers, which have makers of their own. */
export function createBuiltInTools(dependencies: BuiltInToolDependencies): Tool[] {
  const { config, own, cluster, inspector, hardware, recall, embed, now, home, platform, env } = dependencies
  const thread = createToolThread(dependencies.threadEntry)
  const denied = {
    own,
    home,
    platform,
    env: Object.fromEntries(Object.entries(env).filter(([name]) => pathVariables.test(name))),
  }
  const denyList = createDenyList(denied)
  const files = {
    jail: createPathJail({ denyList, platform, home }),
    unavailable: () => (config().tools.filesystem ? null : 'Tools for files are off: tools.filesystem.'),
    now,
  }
  const guard = createEgressGuard({
    allowedHosts: () => config().tools.web.allow_hosts,
    ownPorts: dependencies.ownPorts,
  })
  const webUnavailable = () =>
    config().tools.web_search ? null : 'Tools for the web are off: tools.web_search.'

  return [
    createListFiles({ ...files, denyList }),
    createReadFile(files),
    createSearchFiles({ ...files, thread, denied }),
    createWriteFile(files),
    createEditFile(files),
    createDeleteFile(files),
    createWebFetch({ guard, thread, unavailable: webUnavailable }),
    createWebSearch({
      provider: () => chooseProvider(config().tools.web, dependencies.resolveSecret),
      unavailable: webUnavailable,
    }),
    createCalculator(thread),
    createDateTime(now),
    createSystemInfo({ inspector, hardware, freeMemory: freemem }),
    createAskNode({ cluster, inspector }),
    ...(recall === null
      ? []
      : [
          createSearchMemory({
            recall,
            embed,
            unavailable: () => (config().memory.enabled ? null : 'Nothing is kept of chats: memory.enabled.'),
          }),
        ]),
  ]
}
