import { configSchema } from '../../../../shared/config/schema'
import { createBuiltInTools } from '../../tools/built-in-tools'
import { createDenyList } from '../../tools/files/deny-list'
import { createShellTool } from '../../tools/shell/shell-tool'
import type { Tool } from '../../tools/types'

const unused = () => Promise.reject(new Error('not called'))

/** As models are told of them; none of them can be run. In the order of names. */
export function everyBuiltInTool(): Tool[] {
  const own = { dataDirectory: '/data', configFile: '/harombe.yaml', databases: [], appDirectory: null }
  const system = { home: '/home', platform: 'linux', env: {} } as const
  const shell = createShellTool({
    ...system,
    denyList: createDenyList({ ...system, own }),
    sandbox: unused,
    timeoutMs: () => 1,
    after: () => () => undefined,
    createId: () => '',
    unavailable: () => null,
  })
  const others = createBuiltInTools({
    ...system,
    config: () => configSchema.parse({}),
    own,
    cluster: { complete: unused },
    inspector: {
      view: () => {
        throw new Error('not called')
      },
    },
    hardware: unused,
    recall: { search: unused },
    embed: unused,
    resolveSecret: value => value,
    ownPorts: () => [],
    threadEntry: undefined,
    now: () => 0,
  })
  return [shell, ...others].sort((a, b) => (a.name < b.name ? -1 : 1))
}
