import type { HarombeClient, HarombeContract, HarombeHandlers, HarombeInput } from '../../shared/contract'
import { contract } from '../../shared/contract'
import type { ConfigFileView } from '../../shared/contract/config'
import type { ApplyRun, ConfigVersion, Plan } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createLatestWatchers } from '../../shared/latest-watchers'
import { createMemoryChannelPair } from '../../shared/rpc/channel'
import { createRpcClient } from '../../shared/rpc/client'
import { createRouter, serveChannel } from '../../shared/rpc/server'
import { emptyPlan, runOf } from './plans'
import { createRunContext } from './run-context'

export const fileView = (more: Partial<ConfigFileView> = {}): ConfigFileView => ({
  path: emptyPlan.configPath,
  text: 'cluster:\n',
  digest: 'f'.repeat(64),
  problem: null,
  overlays: [],
  plainSecrets: [],
  inForce: true,
  loadedAt: 0,
  ...more,
})

export interface FakeWorld {
  plan?: Plan
  view?: ConfigFileView
  versions?: ConfigVersion[]
  draft?: { text: string; found: string[] }
  last?: ApplyRun | null
  /** What `startApply` and `resumeApply` answer with instead of a run. */
  refusal?: HarombeError
  json?: boolean
}

/** A coordinator whose applies go as the test tells: `say` is what it then tells of them. */
export function createFakeConvergence(world: FakeWorld = {}) {
  const [near, far] = createMemoryChannelPair()
  const watchers = createLatestWatchers()
  let current: ApplyRun | null = world.last ?? null
  const asked: {
    plans: HarombeInput<'config.planConfig'>[]
    started: HarombeInput<'config.startApply'>[]
    cancelled: string[]
    resumed: string[]
    saved: HarombeInput<'config.saveFile'>[]
    moved: HarombeInput<'config.moveSecrets'>[]
  } = { plans: [], started: [], cancelled: [], resumed: [], saved: [], moved: [] }
  const begin = (run: ApplyRun) => {
    if (world.refusal !== undefined) throw world.refusal
    current = run
    return run
  }
  const config: HarombeHandlers['config'] = {
    async *watchFile() {
      yield world.view ?? fileView()
    },
    saveFile(input) {
      asked.saved.push(input)
      return { digest: 'e'.repeat(64), version: 1 }
    },
    planConfig(input) {
      asked.plans.push(input)
      return world.plan ?? emptyPlan
    },
    startApply(input) {
      asked.started.push(input)
      return begin(runOf(input.plan))
    },
    watchApply: (_input, { signal }) => watchers.watch(() => current, signal),
    cancelApply({ id }) {
      asked.cancelled.push(id)
      return null
    },
    resumeApply({ id }) {
      asked.resumed.push(id)
      if (current === null) throw new HarombeError('NOT_FOUND', 'There is none.')
      return begin({ ...current, state: 'running' })
    },
    listVersions: () => world.versions ?? [],
    getVersion: ({ version }) => ({
      text: `# version ${version}\nb: 2\n`,
      previous: `# version ${version}\na: 1\n`,
    }),
    draftFromDiscovery: () => world.draft ?? { text: 'cluster:\n', found: [] },
    moveSecrets(input) {
      asked.moved.push(input)
      return {
        digest: 'd'.repeat(64),
        version: 2,
        moved: input.paths.map(path => ({ path, reference: '${secret:moved}' })),
      }
    },
  }
  const system = { getInfo: contract.system.getInfo }
  const router = createRouter(
    { config: contract.config, system },
    {
      config,
      system: {
        getInfo: () => ({
          version: '1.2.3',
          capabilities: [],
          configPath: emptyPlan.configPath,
          dataDirectory: '',
          endpoint: null,
          configProblem: null,
          storageProblem: null,
          firstRun: false,
        }),
      },
    },
  )
  serveChannel(far, router, { kind: 'cli', scopes: ['read', 'admin'] }, { reportUnknown: () => 'reference' })
  const client: HarombeClient = createRpcClient<HarombeContract>(near)
  const openSession = async () => ({ client, close: async () => undefined })
  return {
    ...createRunContext(openSession, { json: world.json ?? false }),
    asked,
    /** What the watchers are told from now on. */
    say(run: ApplyRun) {
      current = run
      watchers.changed()
    },
  }
}
