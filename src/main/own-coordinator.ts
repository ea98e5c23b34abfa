import { join } from 'node:path'
import type { Logger } from 'pino'
import { overlaysOfRun } from '../core/config/overlays-of-run'
import type { DesktopAbilities } from '../core/gateway/handlers/desktop-handlers'
import { type CoordinatorLink, startOwnCoordinator } from './coordinator'
import type { Electron } from './electron'
import type { ShippedPaths } from './paths'
import { startUtilityProcess } from './utility-process'

/** Runs a coordinator in this process: on the user's data directory, with what a desktop can do. @throws what its start throws */
export async function startOwn(
  { app, shell, utilityProcess }: Pick<Electron, 'app' | 'shell' | 'utilityProcess'>,
  dataDirectory: string,
  paths: ShippedPaths,
  desktop: DesktopAbilities,
  log: Logger,
): Promise<CoordinatorLink> {
  // Most of the program: loaded while the window is already being made.
  const { createCoordinator } = await import('../core/coordinator')
  const coordinator = createCoordinator({
    mode: 'serve',
    dataDirectory,
    configPath: join(dataDirectory, 'harombe.yaml'),
    overlays: overlaysOfRun({ env: process.env }),
    version: app.getVersion(),
    staticRoot: paths.renderer,
    host: {
      capabilities: ['openFolder'],
      engine: { ...paths.engine, startProcess: entry => startUtilityProcess(utilityProcess, entry) },
      storageThread: paths.storageThread,
      searchThread: paths.searchThread,
      ingestThread: paths.ingestThread,
      toolThread: paths.toolThread,
      desktop,
      async openFolder(path) {
        const problem = await shell.openPath(path)
        if (problem !== '') throw new Error(problem)
      },
    },
    log,
  })
  return startOwnCoordinator(coordinator)
}
