import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../shared/config/schema'
import type { Sharing } from '../shared/contract/system'
import type { ClusterView } from '../shared/entities'
import { HarombeError } from '../shared/errors'
import type { Router } from '../shared/rpc/server'
import { sameJson } from '../shared/same-json'
import { type Composition, compose, createErrorReporter } from './composition'
import { type ConfigStores, openConfigStores } from './config/apply/open-stores'
import { createConfigFile } from './config/config-file'
import { acquireLock, type DirectoryLock } from './config/directory-lock'
import type { CoordinatorOptions } from './coordinator-options'
import { createGateway, type Gateway, toSharing } from './gateway'

export interface Coordinator {
  /** Serves any channel (a window's port, a socket, memory) with the contract. Usable once started. */
  router: Router
  /**
   * Brings up lock, database, listener and nodes. In `serve` mode nodes may still be being looked at when it resolves; in
   * `ephemeral` mode each was looked at once.
   * @throws HarombeError LOCKED (data.endpoint), CONFLICT (port taken), CONFIG_INVALID (unsafe server block)
   */
  start(): Promise<{ endpoint: string | null }>
  /** Ends running answers as interrupted, then everything else in reverse order. Idempotent. */
  stop(): Promise<void>
  subscribeCluster(listener: (view: ClusterView) => void): () => void
  /** The host says that the machine goes to sleep, and that it woke up; either is noticed without it, but later. */
  suspended(): void
  resumed(): void
  /** An address that logs one browser in. @throws HarombeError DISCONNECTED when there is no listener */
  mintBrowserUrl(): string
  /** Logs an unexpected error; returns the reference to quote. */
  reportUnknown(error: unknown, where: string): string
}

/** The coordinator: what every host runs, whether it has windows or not. */
export function createCoordinator(options: CoordinatorOptions): Coordinator {
  const reportUnknown = createErrorReporter(options.log)
  const stores: ConfigStores = openConfigStores({
    configPath: options.configPath,
    dataDirectory: options.dataDirectory,
    overlays: options.overlays,
    keeps: options.mode === 'serve',
    now: Date.now,
    inForce: () => configFile.current(),
    report: err => options.log.warn({ err }, 'what was applied could not be read or kept'),
  })
  const configFile = createConfigFile(options.configPath, {
    applied: stores.applied,
    overlays: options.overlays,
    keepsCopies: options.mode === 'serve',
    secretsDirectory: join(options.dataDirectory, 'secrets'),
  })
  const lifetime = new AbortController()
  let lock: DirectoryLock | null = null
  let composition: Composition | null = null
  let gateway: Gateway | null = null
  let endpoint: string | null = null
  let stopping: Promise<void> | null = null

  function started(): Composition {
    if (composition === null) throw new HarombeError('DISCONNECTED', 'The coordinator is not running.')
    return composition
  }

  function serverToOpen({ server } = configFile.current()): Config['server'] {
    const { overrides } = options
    return { ...server, port: overrides?.port ?? server.port, host: overrides?.host ?? server.host }
  }

  async function listen(
    { manager, models, answers, metricsText, ownMemory, router, resolveSecret, serving }: Composition,
    owner: DirectoryLock,
  ): Promise<void> {
    const { server, model } = configFile.current()
    const { staticRoot, version, log, dataDirectory } = options
    const created = createGateway({
      server: serverToOpen(),
      resolvedAuthToken: server.auth_token === undefined ? null : resolveSecret(server.auth_token),
      adminToken: owner.token,
      cluster: manager,
      models,
      router,
      staticRoot,
      version,
      localModel: () => manager.view().nodes.find(node => node.origin === 'local')?.model ?? model.name,
      memory: ownMemory,
      answerArchive: answers,
      metricsText,
      log,
      reportUnknown,
      sessionFile: join(dataDirectory, 'sessions.json'),
      isServing: serving.isOn,
      servesMcp: () => configFile.current().mcp.serve,
    })
    gateway = created
    endpoint = (await created.start()).endpoint
    owner.publish(endpoint)
  }

  function mintBrowserUrl(): string {
    if (gateway === null || endpoint === null) {
      throw new HarombeError('DISCONNECTED', 'harombe is not listening, so a browser cannot open it.')
    }
    return `${endpoint}/#code=${gateway.mintCode()}`
  }

  function sharing(): Sharing {
    const listening = gateway?.listening() ?? null
    const surroundings = { interfaces: networkInterfaces(), hostname: hostname() }
    // What the file says counts: it waits for a person to confirm it, and for the restart.
    const wanted = serverToOpen(configFile.desired()?.config)
    const needsRestart = listening !== null && !sameJson(listening.server, wanted)
    return toSharing(listening, surroundings, needsRestart)
  }

  function mintPhoneUrl(host: string): { url: string; expiresInMs: number } {
    const address = sharing().addresses.find(known => known.host === host)
    if (gateway === null || address === undefined) {
      throw new HarombeError('CONFLICT', `harombe does not listen for other machines at ${host}.`, {
        hint: 'Choose one of the addresses shown now.',
      })
    }
    return { url: `${address.url}/#code=${gateway.mintCode()}`, expiresInMs: gateway.codeLifeMs }
  }

  async function bringUp(): Promise<void> {
    const owns = options.mode === 'serve'
    // The lock comes first: opening the database marks unfinished answers, which only their owner may do.
    if (owns) lock = await acquireLock(options.dataDirectory)
    configFile.load()
    const problem = configFile.problem()
    if (!owns && options.readsBroken !== true && problem !== null)
      throw new HarombeError('CONFIG_INVALID', problem, { hint: `Correct ${options.configPath}.` })
    composition = compose({
      ...options,
      configFile,
      stores,
      endpoint: () => endpoint,
      mintBrowserUrl,
      sharing,
      mintPhoneUrl,
      reportUnknown,
    })
    const { applyConfig, startDemo, watchConfig } = composition
    if (lock !== null && options.listens !== false) await listen(composition, lock)
    const ready = options.demo === true ? startDemo() : applyConfig()
    const reportConfig = (error: unknown) => void reportUnknown(error, 'config')
    configFile.watch(() => void applyConfig().catch(reportConfig), lifetime.signal)
    watchConfig()
    // A listener that waits for sleeping machines would be late for those that are awake.
    if (owns && options.demo !== true) void ready.catch(reportConfig)
    else await ready
  }

  async function takeDown(): Promise<void> {
    lifetime.abort()
    const parts = composition
    composition = null
    // Answers end first, while the sockets that carry them and the database that keeps them are still there; those of
    // programs get the gateway's few seconds, for which the nodes must still be there.
    const steps = [() => parts?.endConversations(), () => gateway?.stop(), () => parts?.stop()]
    const results: PromiseSettledResult<void>[] = []
    for (const step of steps) results.push(...(await Promise.allSettled([step()])))
    endpoint = null
    lock?.release()
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  const stop = () => {
    stopping ??= takeDown()
    return stopping
  }

  return {
    get router() {
      return started().router
    },
    reportUnknown,
    async start() {
      try {
        await bringUp()
        return { endpoint }
      } catch (error) {
        await stop()
        throw error
      }
    },
    stop,
    subscribeCluster: listener => started().manager.subscribe(listener),
    suspended: () => composition?.manager.suspended(),
    resumed: () => composition?.resumed(),
    mintBrowserUrl,
  }
}
