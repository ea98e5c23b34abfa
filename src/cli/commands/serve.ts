import { spawn } from 'node:child_process'
import { createCoordinator } from '../../core/coordinator'
import { createLog } from '../../core/log'
import { HarombeError, hasCode } from '../../shared/errors'
import {
  findEngine,
  findIngestThread,
  findSearchThread,
  findStaticRoot,
  findStorageThread,
  findToolThread,
  version,
} from '../environment'
import type { ExitCode, RunContext } from '../run-context'
import { connectToHolder } from '../session'
import { untilAborted } from '../wait'

export interface ServeOptions {
  port?: number | undefined
  host?: string | undefined
  /** Open the address in the default browser. */
  open?: boolean | undefined
}

function openInBrowser(url: string): void {
  const commands = { darwin: 'open', win32: 'explorer.exe' } as const
  const command =
    process.platform === 'darwin' || process.platform === 'win32' ? commands[process.platform] : 'xdg-open'
  // A machine without a browser is no reason to stop serving: the address was printed.
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

/** A login link of the coordinator that holds the data directory; null when it cannot be asked. */
async function linkOfRunning(dataDirectory: string): Promise<string | null> {
  try {
    const session = await connectToHolder(dataDirectory)
    if (session === null) return null
    try {
      return (await session.client.call('system.mintBrowserUrl', {})).url
    } finally {
      await session.close()
    }
  } catch {
    // It is being asked a favour while the user is told of another failure.
    return null
  }
}

/** Runs the coordinator without windows until it is stopped. */
export async function serve(options: ServeOptions, context: RunContext): Promise<ExitCode> {
  const { terminal, signal } = context
  const places = context.places()
  const coordinator = createCoordinator({
    ...places,
    mode: 'serve',
    version,
    staticRoot: findStaticRoot(),
    host: {
      capabilities: [],
      engine: findEngine(),
      storageThread: findStorageThread(),
      searchThread: findSearchThread(),
      ingestThread: findIngestThread(),
      toolThread: findToolThread(),
    },
    log: createLog(places.dataDirectory, 'serve'),
    overrides: { port: options.port, host: options.host },
  })
  const { endpoint } = await coordinator.start().catch(async (error: unknown) => {
    if (!hasCode(error, 'LOCKED')) throw error
    const link = await linkOfRunning(places.dataDirectory)
    if (link !== null && !terminal.json) terminal.line(`Open ${link}`)
    const running = typeof error.data?.endpoint === 'string' ? error.data.endpoint : 'another process'
    throw new HarombeError('LOCKED', `harombe already runs on ${places.dataDirectory} (${running}).`, {
      hint: 'Use that one, stop it, or give this one its own --data-dir.',
      ...(link === null ? {} : { data: { url: link } }),
      cause: error,
    })
  })
  const url = coordinator.mintBrowserUrl()
  if (terminal.json) terminal.data({ endpoint, url, pid: process.pid })
  else {
    terminal.line(`harombe ${version} is running at ${endpoint}`)
    terminal.line(`Open ${url}`)
    terminal.line(terminal.dim('The link logs one browser in. Ctrl-C stops.'))
  }
  if (options.open === true) openInBrowser(url)
  await untilAborted(signal)
  await coordinator.stop()
  return 0
}
