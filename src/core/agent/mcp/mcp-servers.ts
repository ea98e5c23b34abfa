import type { Clock } from '../../../shared/clock'
import type { Config } from '../../../shared/config/schema'
import { HarombeError } from '../../../shared/errors'
import { sameJson } from '../../../shared/same-json'
import { createBroadcast } from '../broadcast'
import type { Tool } from '../tools/types'
import { mcpLimits as limits } from './limits'
import { createMcpTool } from './mcp-tool'
import { isApproved, type Pins, pinOf } from './pins'
import { createServerConnection, type ServerConnection } from './server-connection'
import { specOf } from './server-spec'
import { viewOf } from './server-view'
import type { McpServers, OpenLink } from './types'

export interface McpServersOptions {
  config(): Config['mcp']
  pins: Pins
  open: OpenLink
  clock: Clock
  random(): number
  /** False: connects only once somebody asks, for a command that may never use a tool. */
  connectsAtOnce: boolean
  report(error: unknown): void
}

interface Entry {
  config: Config['mcp']['servers'][string]
  connection: ServerConnection
}

export function createMcpServers(options: McpServersOptions): McpServers {
  const { pins, clock } = options
  const entries = new Map<string, Entry>()
  const changes = createBroadcast<null>()
  const ending = new Set<Promise<void>>()
  let isWanted = options.connectsAtOnce
  let wantedAt = clock.monotonic()
  let isStopped = false

  const changed = () => changes.publish(null)

  function connect(name: string, config: Entry['config']): Entry {
    const connection = createServerConnection(specOf(name, config), {
      open: options.open,
      clock,
      random: options.random,
      onChanged: changed,
      report: options.report,
    })
    if (isWanted && config.enabled) connection.begin()
    return { config, connection }
  }

  function letGo({ connection }: Entry): void {
    const ended = connection.stop().catch(options.report)
    ending.add(ended)
    void ended.finally(() => ending.delete(ended))
  }

  const sorted = () =>
    [...entries.values()].toSorted((a, b) => (a.connection.spec.name < b.connection.spec.name ? -1 : 1))

  function demand(): void {
    if (isWanted || isStopped) return
    isWanted = true
    wantedAt = clock.monotonic()
    for (const { config, connection } of entries.values()) if (config.enabled) connection.begin()
  }

  function entryOf(name: string): Entry {
    const entry = entries.get(name)
    if (entry !== undefined) return entry
    throw new HarombeError('NOT_FOUND', `There is no MCP server "${name}" in harombe.yaml.`)
  }

  const views = () => sorted().map(({ connection }) => viewOf(connection, pins.of(connection.spec.name)))
  const isPending = ({ config, connection }: Entry) =>
    config.enabled && (connection.state().state === 'connecting' || connection.state().state === 'idle')

  return {
    tools() {
      const found = new Map<string, Tool>()
      for (const { config, connection } of sorted()) {
        const listing = connection.listing()
        const { spec } = connection
        if (!config.enabled || listing === null || !isApproved(pins.of(spec.name), spec, listing)) continue
        const unavailable = () =>
          connection.state().state === 'ready' ? null : `The MCP server "${spec.name}" is not connected.`
        for (const tool of listing.tools) {
          const made = createMcpTool(connection, tool, unavailable)
          // Two pairs cannot share a name but by a chosen collision of hashes; the first keeps it then.
          if (!found.has(made.name)) found.set(made.name, made)
        }
      }
      return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
    views,
    async *watch(signal) {
      demand()
      const news = changes.watch(signal)[Symbol.asyncIterator]()
      // Begun before the first look, so that no change falls between the two.
      let next = news.next()
      yield views()
      while (!(await next).done) {
        next = news.next()
        yield views()
      }
    },
    approve(name, digest) {
      const { connection } = entryOf(name)
      const state = connection.state()
      if (state.state !== 'ready' || state.listing.digest !== digest) {
        throw new HarombeError('CONFLICT', `What "${name}" offers is not what was shown.`, {
          hint: 'Look at it again.',
        })
      }
      pins.set(name, pinOf(connection.spec, state.listing, clock.wall()))
      changed()
    },
    reconnect(name) {
      const { config, connection } = entryOf(name)
      if (!config.enabled) throw new HarombeError('CONFLICT', `The MCP server "${name}" is switched off.`)
      connection.reconnect()
    },
    applyConfig() {
      if (isStopped) return
      const wanted = options.config().servers
      for (const [name, entry] of entries) {
        if (Object.hasOwn(wanted, name) && sameJson(wanted[name], entry.config)) continue
        entries.delete(name)
        letGo(entry)
      }
      for (const [name, config] of Object.entries(wanted))
        if (!entries.has(name)) entries.set(name, connect(name, config))
      changed()
    },
    async settled(signal) {
      demand()
      // Counted from the beginning: one that hangs delays the first run and no other.
      const left = wantedAt + limits.settle - clock.monotonic()
      if (left <= 0) return
      const isEnough = new AbortController()
      const enough = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(left)), isEnough.signal])
      const news = changes.watch(enough)[Symbol.asyncIterator]()
      let next = news.next()
      while ([...entries.values()].some(isPending) && !(await next).done) next = news.next()
      // A generator that waits for news takes its end only once it is woken.
      isEnough.abort()
      await news.return?.()
    },
    async stop() {
      isStopped = true
      for (const entry of entries.values()) letGo(entry)
      entries.clear()
      await Promise.all(ending)
    },
  }
}
