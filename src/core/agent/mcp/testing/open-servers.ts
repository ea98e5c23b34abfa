import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../../../../shared/clock'
import { configSchema } from '../../../../shared/config/schema'
import type { McpServerView } from '../../../../shared/entities'
import { createMcpServers } from '../mcp-servers'
import { createOpenLink } from '../open-link'
import { openPins } from '../pins'
import type { McpServers } from '../types'

/** The real thing, from npm. */
export const everythingServer = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist',
  'index.js',
)
export const scriptedServer = join(import.meta.dirname, 'scripted-server.ts')

export interface OpenedServers {
  servers: McpServers
  /** What servers wrote to their standard error. */
  output: string[]
  errors: unknown[]
  directory: string
  setConfig(servers: Record<string, unknown>): void
  /** The first view of a server that passes. */
  until(name: string, passes: (view: McpServerView) => boolean): Promise<McpServerView>
  /** Waits until its tools can be looked at, and takes them. */
  approve(name: string): Promise<void>
  close(): Promise<void>
}

export interface OpenServersOptions {
  directory?: string | undefined
  env?: Record<string, string | undefined> | undefined
  isReadOnly?: boolean | undefined
}

export function openServers(
  configured: Record<string, unknown>,
  {
    directory = mkdtempSync(join(tmpdir(), 'harombe-mcp-')),
    env = process.env,
    isReadOnly = false,
  }: OpenServersOptions = {},
): OpenedServers {
  const output: string[] = []
  const errors: unknown[] = []
  let config = configSchema.parse({ mcp: { servers: configured } }).mcp
  const servers = createMcpServers({
    config: () => config,
    pins: openPins({
      path: join(directory, 'mcp-pins.json'),
      isReadOnly,
      report: error => errors.push(error),
    }),
    open: createOpenLink({
      version: '0.0.0',
      clock: systemClock,
      env,
      resolveSecret: value => value.replaceAll('${secret:canary}', 'CANARY-7f3a'),
      logOutput: (_server, line) => output.push(line),
    }),
    clock: systemClock,
    random: () => 0,
    connectsAtOnce: true,
    report: error => errors.push(error),
  })
  servers.applyConfig()

  async function until(name: string, passes: (view: McpServerView) => boolean): Promise<McpServerView> {
    const enough = new AbortController()
    try {
      for await (const views of servers.watch(
        AbortSignal.any([enough.signal, AbortSignal.timeout(15_000)]),
      )) {
        const view = views.find(candidate => candidate.name === name)
        if (view !== undefined && passes(view)) return view
      }
    } finally {
      enough.abort()
    }
    throw new Error(`It never came to that: ${JSON.stringify(servers.views())}`)
  }

  return {
    servers,
    output,
    errors,
    directory,
    until,
    setConfig(next) {
      config = configSchema.parse({ mcp: { servers: next } }).mcp
      servers.applyConfig()
    },
    async approve(name) {
      const { digest } = await until(name, ({ state }) => state === 'approval_needed')
      servers.approve(name, digest ?? '')
    },
    async close() {
      await servers.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
