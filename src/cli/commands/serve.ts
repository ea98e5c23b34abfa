import { spawn } from 'node:child_process'
import { join } from 'node:path'
import pino from 'pino'
import { dataDirectory } from '../../core/config/data-directory'
import { createCoordinator } from '../../core/coordinator'
import { HarombeError, hasCode } from '../../shared/errors'
import { findStaticRoot, version } from '../environment'
import type { ExitCode, RunContext } from '../run-context'
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

/** Runs the coordinator without windows until it is stopped. */
export async function serve(options: ServeOptions, context: RunContext): Promise<ExitCode> {
  const { terminal, signal, env } = context
  const places = context.places()
  dataDirectory({ env, override: places.dataDirectory })
  const logPath = join(places.dataDirectory, 'harombe.log')
  const log = pino(
    { level: env.HAROMBE_LOG_LEVEL ?? 'info' },
    pino.destination({ dest: logPath, mkdir: true, sync: false }),
  )
  const coordinator = createCoordinator({
    ...places,
    mode: 'serve',
    version,
    staticRoot: findStaticRoot(),
    host: { capabilities: [] },
    log,
    overrides: { port: options.port, host: options.host },
  })
  const { endpoint } = await coordinator.start().catch((error: unknown) => {
    if (!hasCode(error, 'LOCKED')) throw error
    const running = typeof error.data?.endpoint === 'string' ? error.data.endpoint : 'another process'
    throw new HarombeError('LOCKED', `harombe already runs on ${places.dataDirectory} (${running}).`, {
      hint: 'Use that one, stop it, or give this one its own --data-dir.',
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
