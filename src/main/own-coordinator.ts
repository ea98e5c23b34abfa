import { join } from 'node:path'
import type { Logger } from 'pino'
import type { CoordinatorOptions } from '../core/coordinator-options'
import type { Electron } from './electron'
import type { ShippedPaths } from './paths'

/** How the desktop runs a coordinator of its own: on the user's data directory, with what a desktop can do. */
export function ownCoordinatorOptions(
  { app, shell }: Pick<Electron, 'app' | 'shell'>,
  dataDirectory: string,
  paths: ShippedPaths,
  log: Logger,
): CoordinatorOptions {
  return {
    mode: 'serve',
    dataDirectory,
    configPath: join(dataDirectory, 'harombe.yaml'),
    version: app.getVersion(),
    staticRoot: paths.renderer,
    host: {
      capabilities: ['openFolder', 'openExternal'],
      async openFolder(path) {
        const problem = await shell.openPath(path)
        if (problem !== '') throw new Error(problem)
      },
    },
    log,
  }
}
